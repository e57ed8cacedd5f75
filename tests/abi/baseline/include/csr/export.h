/**
 * Linkage of the public symbols. Nothing else belongs here.
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

#endif
