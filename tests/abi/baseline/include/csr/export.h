/**
 * How public symbols are declared: linkage, and what becomes of them. Nothing else belongs here.
 *
 * Define CSR_NO_DEPRECATED before the first header to be spared warnings about deprecated functions, and
 * CSR_EXPERIMENTAL to see what may still change in any release; docs/abi.md says what is promised of either.
 */
#ifndef CSR_EXPORT_H
#define CSR_EXPORT_H

#ifdef __cplusplus
#define CSR_BEGIN_DECLS extern "C" {
#define CSR_END_DECLS }
#else
#define CSR_BEGIN_DECLS
#define CSR_END_DECLS
#endif

#if defined(CSR_STATIC)
#define CSR_API
#elif defined(_WIN32) && defined(CSR_BUILDING)
#define CSR_API __declspec(dllexport)
#elif defined(_WIN32)
#define CSR_API __declspec(dllimport)
#else
#define CSR_API __attribute__((visibility("default")))
#endif

/* Stands between CSR_API and the type; the text says what to use instead. */
#if defined(CSR_NO_DEPRECATED) || defined(CSR_BUILDING)
#define CSR_DEPRECATED(text)
#elif defined(_MSC_VER)
#define CSR_DEPRECATED(text) __declspec(deprecated(text))
#else
#define CSR_DEPRECATED(text) __attribute__((deprecated(text)))
#endif

#endif
