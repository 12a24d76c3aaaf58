/* What Debian's libtiff wants of libjbig, which is under the GPL and therefore not in a wheel: TIFF files
 * compressed by JBIG, which are facsimiles, are an error there. scripts/wheel makes a libjbig.so.0 of it. */
#include <stddef.h>

enum { kAbsent = 0x100 }; /* an error in the sense of jbig.h, where 0x10 is a success and more an error */

void jbg_dec_init(void* state) { (void)state; }
int jbg_dec_in(void* state, unsigned char* data, size_t length, size_t* read) {
  (void)state, (void)data, (void)length;
  if (read) *read = 0;
  return kAbsent;
}
unsigned char* jbg_dec_getimage(const void* state, int plane) {
  (void)state, (void)plane;
  return NULL;
}
unsigned long jbg_dec_getsize(const void* state) {
  (void)state;
  return 0;
}
void jbg_dec_free(void* state) { (void)state; }
void jbg_enc_init(void* state, unsigned long width, unsigned long height, int planes, unsigned char** bits,
                  void (*out)(unsigned char*, size_t, void*), void* file) {
  (void)state, (void)width, (void)height, (void)planes, (void)bits, (void)out, (void)file;
}
void jbg_enc_out(void* state) { (void)state; }
void jbg_enc_free(void* state) { (void)state; }
int jbg_newlen(unsigned char* data, size_t length) {
  (void)data, (void)length;
  return kAbsent;
}
const char* jbg_strerror(int error) {
  (void)error;
  return "JBIG is not in this build";
}
