/* Negative control of the thread sanitizer: two threads add to one number without a lock. */
#include <pthread.h>
#include <stddef.h>

static void *add(void *number)
{
    for (int i = 0; i < 100000; i++)
        ++*(volatile int *)number;
    return NULL;
}

int main(void)
{
    int number = 0;
    pthread_t thread;

    if (pthread_create(&thread, NULL, add, &number) != 0)
        return 2;
    (void)add(&number);
    return pthread_join(thread, NULL) == 0 ? 0 : 2;
}
