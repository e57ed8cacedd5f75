#include "catalog.h"

#include "common.h"

#include <csr/call.h>
#include <stdlib.h>
#include <string.h>

const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

char *as_typed(const char *name)
{
    return text_replace(text_replace(text_copy(name, strlen(name)), '_', '-'), '.', ' ');
}

/* An object that finds the elements of an array by their "name". */
static json_t *by_name(const json_t *array)
{
    json_t *object = need(json_object());
    json_t *item;
    size_t i;

    json_array_foreach(array, i, item)
    {
        (void)json_object_set(object, text_of(item, "name"), item);
    }
    return object;
}

static int is_known(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return 1;
    return 0;
}

static void collect_nouns(struct catalog *catalog)
{
    const char *name;
    json_t *operation;
    size_t capacity = 0;

    json_object_foreach(catalog->operations, name, operation)
    {
        char *noun = text_replace(text_copy(name, strcspn(name, ".")), '_', '-');
        if (is_known(catalog->nouns, catalog->noun_count, noun)) {
            free(noun);
            continue;
        }
        catalog->nouns = need_room(catalog->nouns, catalog->noun_count, &capacity, sizeof *catalog->nouns);
        catalog->nouns[catalog->noun_count++] = noun;
    }
}

int catalog_load(struct catalog *catalog)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;

    memset(catalog, 0, sizeof *catalog);
    if (csr_describe(NULL, 0, &buf, &err) != CSR_OK)
        return say_error("describe", &err);
    catalog->root = json_loadb(csr_buf_text(buf), csr_buf_size(buf), 0, NULL);
    csr_buf_free(buf);
    if (catalog->root == NULL)
        return say(CODE_REFUSED, "the library describes itself in something that is not JSON");
    catalog->operations = by_name(json_object_get(catalog->root, "operations"));
    catalog->records = by_name(json_object_get(catalog->root, "records"));
    collect_nouns(catalog);
    return CODE_DONE;
}

void catalog_free(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->noun_count; i++)
        free((void *)(uintptr_t)catalog->nouns[i]);
    free(catalog->nouns);
    json_decref(catalog->operations);
    json_decref(catalog->records);
    json_decref(catalog->root);
    memset(catalog, 0, sizeof *catalog);
}

json_t *catalog_operation(const struct catalog *catalog, const char *name)
{
    return json_object_get(catalog->operations, name);
}

json_t *catalog_command(const struct catalog *catalog, const char *noun, const char *verb)
{
    char *name = text_replace(text_format("%s.%s", noun, verb), '-', '_');
    json_t *operation = catalog_operation(catalog, name);

    free(name);
    return operation;
}

char **catalog_verbs(const struct catalog *catalog, const char *noun, size_t *count)
{
    char *prefix = text_replace(text_format("%s.", noun), '-', '_');
    char **verbs = NULL;
    const char *name;
    json_t *operation;
    size_t capacity = 0;

    *count = 0;
    json_object_foreach(catalog->operations, name, operation)
    {
        if (!text_begins(name, prefix))
            continue;
        verbs = need_room(verbs, *count, &capacity, sizeof *verbs);
        verbs[(*count)++] = as_typed(name + strlen(prefix));
    }
    free(prefix);
    return verbs;
}

void words_free(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}

json_t *operation_params(const json_t *operation)
{
    return json_object_get(operation, "params");
}

static json_t *named(const json_t *array, const char *name)
{
    json_t *item;
    size_t i;

    json_array_foreach(array, i, item)
    {
        if (strcmp(text_of(item, "name"), name) == 0)
            return item;
    }
    return NULL;
}

json_t *operation_param(const json_t *operation, const char *name)
{
    return named(operation_params(operation), name);
}

json_t *catalog_member(const struct catalog *catalog, const char *record, const char *member)
{
    return named(json_object_get(json_object_get(catalog->records, record), "members"), member);
}
