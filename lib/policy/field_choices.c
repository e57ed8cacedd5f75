#include "policy/field_choices.h"

#include "base/error.h"
#include "base/json.h"

#define DEPTH 2
#define NAME_BYTES 60

/* Something that people can read and type: no control characters, no blank at an end. */
static int is_name(const char *ptr, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)ptr[i] < ' ' || ptr[i] == 0x7f)
            return 0;
    return len != 0 && len <= NAME_BYTES && ptr[0] != ' ' && ptr[len - 1] != ' ';
}

static void put_choice(csri_buffer *out, const csr_str *name, const csr_str *label, int retired)
{
    csri_buffer_text(out, out->len == 0 ? "[{" : ",{");
    if (label->len != 0) {
        csri_buffer_text(out, "\"label\":");
        csri_json_text(out, label->ptr, label->len);
        csri_buffer_byte(out, ',');
    }
    csri_buffer_text(out, "\"name\":");
    csri_json_text(out, name->ptr, name->len);
    csri_buffer_text(out, retired ? ",\"retired\":true}" : "}");
}

static csr_str text_of(const json_t *value)
{
    return value == NULL ? (csr_str){ NULL, 0 } : (csr_str){ json_string_value(value), json_string_length(value) };
}

static csr_status make_one(const json_t *names, size_t i, csri_buffer *out, csr_error *err)
{
    const json_t *name = json_array_get(names, i);
    const csr_str text = text_of(name), none = { NULL, 0 };

    if (json_typeof(name) != JSON_STRING || !is_name(text.ptr, text.len))
        return csri_fail(err, CSR_E_ARGUMENT, "choices",
                         "choices: number %zu is no name of 1 to %d bytes without control characters", i + 1,
                         NAME_BYTES);
    for (size_t k = 0; k < i; k++)
        if (json_equal(json_array_get(names, k), name))
            return csri_fail(err, CSR_E_ARGUMENT, "choices", "choices: number %zu is there twice", i + 1);
    put_choice(out, &text, &none, 0);
    return CSR_OK;
}

csr_status csri_field_choices_make(const csr_str *names, csri_buffer *out, csr_error *err)
{
    json_t *json;
    csr_status status = csri_json_read(names->ptr, names->len, 0, DEPTH, &json, err);

    if (status == CSR_E_NO_MEMORY)
        return status;
    if (status != CSR_OK || json_typeof(json) != JSON_ARRAY || json_array_size(json) == 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "choices", "choices: a JSON array of names is expected");
    else if (json_array_size(json) > CSR_FIELD_CHOICES_MAX)
        status = csri_fail(err, CSR_E_LIMIT, "choices", "choices: at most %d", CSR_FIELD_CHOICES_MAX);
    for (size_t i = 0; status == CSR_OK && i < json_array_size(json); i++)
        status = make_one(json, i, out, err);
    json_decref(json);
    csri_buffer_byte(out, ']');
    return status != CSR_OK ? status : csri_buffer_check(out, err);
}

/* What was made here reads back, unless memory is short or the store was damaged. */
static csr_status read_choices(const csr_str *choices, json_t **out, csr_error *err)
{
    csr_status status = csri_json_read(choices->ptr, choices->len, 0, DEPTH, out, err);

    if (status == CSR_OK && json_typeof(*out) == JSON_ARRAY)
        return CSR_OK;
    json_decref(*out);
    *out = NULL;
    return status == CSR_E_NO_MEMORY ? status
                                     : csri_fail(err, CSR_E_CORRUPT, "choices", "the choices of the field are damaged");
}

static int has_name(const json_t *choice, const csr_str *name)
{
    const csr_str text = text_of(json_object_get(choice, "name"));

    return text.ptr != NULL && text.len == name->len && memcmp(text.ptr, name->ptr, name->len) == 0;
}

csr_status csri_field_choice_find(const csr_str *choices, const csr_str *name, csri_choice *out, csr_error *err)
{
    json_t *json;
    csr_status status = read_choices(choices, &json, err);

    *out = (csri_choice){ .position = -1 };
    for (size_t i = 0; status == CSR_OK && i < json_array_size(json) && out->position < 0; i++) {
        const json_t *choice = json_array_get(json, i);
        if (has_name(choice, name))
            *out = (csri_choice){ (int32_t)i, json_is_true(json_object_get(choice, "retired")) };
    }
    json_decref(json);
    return status;
}

/* One choice, changed when it is the one that the edit names; 1 when it is. */
static int copy_choice(const json_t *choice, const csr_field_choice_params *edit, csri_buffer *out)
{
    csr_str name = text_of(json_object_get(choice, "name")), label = text_of(json_object_get(choice, "label"));
    int retired = json_is_true(json_object_get(choice, "retired")), found = has_name(choice, &edit->name);

    if (found && edit->label.len != 0)
        label = edit->label;
    if (found && (edit->retire || edit->restore))
        retired = edit->retire;
    put_choice(out, &name, &label, retired);
    return found;
}

csr_status csri_field_choices_edit(const csr_str *choices, const csr_field_choice_params *edit, csri_buffer *out,
                                   csr_error *err)
{
    json_t *json;
    int found = 0;
    csr_status status;

    if (edit->retire && edit->restore)
        return csri_fail(err, CSR_E_ARGUMENT, "restore", "either retire or restore, not both");
    if (!is_name(edit->name.ptr, edit->name.len))
        return csri_fail(err, CSR_E_ARGUMENT, "name", "name: 1 to %d bytes without control characters", NAME_BYTES);
    status = read_choices(choices, &json, err);
    for (size_t i = 0; status == CSR_OK && i < json_array_size(json); i++)
        found |= copy_choice(json_array_get(json, i), edit, out);
    if (status == CSR_OK && !found && json_array_size(json) >= CSR_FIELD_CHOICES_MAX)
        status = csri_fail(err, CSR_E_LIMIT, "name", "a field has at most %d choices", CSR_FIELD_CHOICES_MAX);
    else if (!found)
        put_choice(out, &edit->name, &edit->label, edit->retire);
    json_decref(json);
    csri_buffer_byte(out, ']');
    return status != CSR_OK ? status : csri_buffer_check(out, err);
}
