/* Negative control of valgrind: a block that nobody gives back. */
#include <stdlib.h>

int main(void)
{
    void *volatile block = malloc(16);

    block = NULL;
    return block != NULL;
}
