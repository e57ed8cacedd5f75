#include "base/zone_file.h"

#include "base/guard.h"
#include "base/text.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_name_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '+';
}

int csri_zone_name_valid(const char *name, size_t len)
{
    int in_part = 0;
    if (len > CSRI_ZONE_NAME_BYTES) {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (is_name_byte(name[i])) {
            in_part = 1;
        } else if (name[i] == '/' && in_part) {
            in_part = 0;
        } else {
            return 0;
        }
    }
    return in_part;
}

/* Read an open file to its end; 0 when the system will not. */
static int read_all(int file, csri_buffer *out)
{
    for (;;) {
        char *room = csri_buffer_reserve(out, 4096);
        if (!room) {
            return 1;
        }
        ssize_t n = read(file, room, 4096);
        if (n <= 0) {
            return n == 0;
        }
        out->len += (size_t)n;
    }
}

/* 1 = it was read, or the buffer says why not; 0 = there is no such file. */
static int read_path(const char *path, csri_buffer *out)
{
    struct stat about = { 0 };
    /* A pipe in the directory must not keep us waiting. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return 0;
    }
    int good = CSRI_ALWAYS(fstat(file, &about) == 0) && S_ISREG(about.st_mode) &&
               about.st_size <= CSRI_ZONE_FILE_BYTES_MAX && read_all(file, out);
    (void)close(file);
    return good;
}

static int read_in(const csr_host *host, const csr_str *directory, const csr_str *name, csri_buffer *out)
{
    csri_buffer path;
    csri_buffer_init(&path, host, 0);
    csri_buffer_put(&path, directory->ptr, directory->len);
    csri_buffer_byte(&path, '/');
    csri_buffer_put(&path, name->ptr, name->len);
    csri_buffer_byte(&path, '\0');
    if (path.status != CSR_OK) {
        csri_buffer_fail(out, path.status);
        return 1;
    }
    int found = read_path(path.ptr, out);
    csri_buffer_free(&path);
    return found;
}

csr_status csri_zone_file_read(const csr_str *directory, const csr_str *name, csri_buffer *out, csr_error *err)
{
    static const csr_str usual[] = {
        { "/usr/share/zoneinfo", 19 },
        { "/usr/lib/zoneinfo", 17 },
        { "/usr/share/lib/zoneinfo", 23 },
    };
    size_t count = directory->len > 0 ? 1 : sizeof usual / sizeof *usual;
    const csr_str *places = directory->len > 0 ? directory : usual;
    size_t before = out->len;
    if (!csri_zone_name_valid(name->ptr, name->len)) {
        return csri_fail(err, CSR_E_ARGUMENT, "zone", "a zone is named like Europe/Prague or Etc/GMT+5");
    }
    if (csri_text_has_nul(directory->ptr, directory->len, NULL)) {
        return csri_fail(err, CSR_E_ARGUMENT, "directory", "the path holds the character U+0000");
    }
    for (size_t i = 0; i < count; i++) {
        if (read_in(out->host, &places[i], name, out)) {
            return csri_buffer_check(out, err);
        }
        out->len = before;
    }
    return csri_fail(err, CSR_E_NOT_FOUND, "zone", "there is no zone %.*s in %.*s", (int)name->len, name->ptr,
                     (int)(directory->len > 0 ? directory->len : usual[0].len), places[0].ptr);
}
