// What was freed and the C library still keeps, back to the system. glibc maps only blocks above a limit that grows to
// 32 MB as mapped ones are freed: below it the tensors of a model that is gone stay in the process, hundreds of
// megabytes of them (mallopt(3), M_MMAP_THRESHOLD). Any thread; milliseconds; elsewhere than with glibc it does
// nothing.
#pragma once

namespace autoglm {

void giveBackFreedMemory();

}  // namespace autoglm
