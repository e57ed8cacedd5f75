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

static csr_str text_of(const csri_json *value)
{
    return csri_json_str(value);
}

static csr_status make_one(const csri_json *names, size_t i, csri_buffer *out, csr_error *err)
{
    const csri_json *name = csri_json_at(names, i);
    const csr_str text = text_of(name), none = { NULL, 0 };

    if (!csri_json_is(name, CSRI_JSON_STRING) || !is_name(text.ptr, text.len))
        return csri_fail(err, CSR_E_ARGUMENT, "choices",
                         "choices: number %zu is no name of 1 to %d bytes without control characters", i + 1,
                         NAME_BYTES);
    for (size_t k = 0; k < i; k++)
        if (csri_json_equal(csri_json_at(names, k), name))
            return csri_fail(err, CSR_E_ARGUMENT, "choices", "choices: number %zu is there twice", i + 1);
    put_choice(out, &text, &none, 0);
    return CSR_OK;
}

csr_status csri_field_choices_make(const csr_str *names, csri_buffer *out, csr_error *err)
{
    const csri_json *json;
    csr_status status = csri_json_read(out->host, names->ptr, names->len, 0, DEPTH, &json, err);

    if (status == CSR_E_NO_MEMORY)
        return status;
    if (status != CSR_OK || !csri_json_is(json, CSRI_JSON_LIST) || csri_json_elements(json) == 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "choices", "choices: a JSON array of names is expected");
    else if (csri_json_elements(json) > CSR_FIELD_CHOICES_MAX)
        status = csri_fail(err, CSR_E_LIMIT, "choices", "choices: at most %d", CSR_FIELD_CHOICES_MAX);
    for (size_t i = 0; status == CSR_OK && i < csri_json_elements(json); i++)
        status = make_one(json, i, out, err);
    csri_json_free(json);
    csri_buffer_byte(out, ']');
    return status != CSR_OK ? status : csri_buffer_check(out, err);
}

/* What was made here reads back, unless memory is short or the store was damaged. */
static csr_status read_choices(const csr_host *host, const csr_str *choices, const csri_json **out, csr_error *err)
{
    csr_status status = csri_json_read(host, choices->ptr, choices->len, 0, DEPTH, out, err);

    if (status == CSR_OK && csri_json_is(*out, CSRI_JSON_LIST))
        return CSR_OK;
    csri_json_free(*out);
    *out = NULL;
    return status == CSR_E_NO_MEMORY ? status
                                     : csri_fail(err, CSR_E_CORRUPT, "choices", "the choices of the field are damaged");
}

static int has_name(const csri_json *choice, const csr_str *name)
{
    const csr_str text = text_of(csri_json_get(choice, "name"));

    return text.ptr != NULL && text.len == name->len && memcmp(text.ptr, name->ptr, name->len) == 0;
}

csr_status csri_field_choice_find(const csr_host *host, const csr_str *choices, const csr_str *name, csri_choice *out,
                                  csr_error *err)
{
    const csri_json *json;
    csr_status status = read_choices(host, choices, &json, err);

    *out = (csri_choice){ .position = -1 };
    for (size_t i = 0; status == CSR_OK && i < csri_json_elements(json) && out->position < 0; i++) {
        const csri_json *choice = csri_json_at(json, i);
        if (has_name(choice, name))
            *out = (csri_choice){ (int32_t)i, csri_json_is(csri_json_get(choice, "retired"), CSRI_JSON_TRUE) };
    }
    csri_json_free(json);
    return status;
}

/* One choice, changed when it is the one that the edit names; 1 when it is. */
static int copy_choice(const csri_json *choice, const csr_field_choice_params *edit, csri_buffer *out)
{
    csr_str name = text_of(csri_json_get(choice, "name")), label = text_of(csri_json_get(choice, "label"));
    int retired = csri_json_is(csri_json_get(choice, "retired"), CSRI_JSON_TRUE), found = has_name(choice, &edit->name);

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
    const csri_json *json;
    int found = 0;
    csr_status status;

    if (edit->retire && edit->restore)
        return csri_fail(err, CSR_E_ARGUMENT, "restore", "either retire or restore, not both");
    if (!is_name(edit->name.ptr, edit->name.len))
        return csri_fail(err, CSR_E_ARGUMENT, "name", "name: 1 to %d bytes without control characters", NAME_BYTES);
    status = read_choices(out->host, choices, &json, err);
    for (size_t i = 0; status == CSR_OK && i < csri_json_elements(json); i++)
        found |= copy_choice(csri_json_at(json, i), edit, out);
    if (status == CSR_OK && !found && csri_json_elements(json) >= CSR_FIELD_CHOICES_MAX)
        status = csri_fail(err, CSR_E_LIMIT, "name", "a field has at most %d choices", CSR_FIELD_CHOICES_MAX);
    else if (!found)
        put_choice(out, &edit->name, &edit->label, edit->retire);
    csri_json_free(json);
    csri_buffer_byte(out, ']');
    return status != CSR_OK ? status : csri_buffer_check(out, err);
}
