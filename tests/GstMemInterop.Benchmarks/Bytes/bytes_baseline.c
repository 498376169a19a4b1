/* The same work in C, for the side-by-side run: the C library where it has the operation, else the obvious loop, which
   gcc -O3 -march=native turns into vectors where it can. All functions share one signature. */
#define _GNU_SOURCE
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef const uint8_t *in;

size_t c_memchr(in a, uint8_t *b, size_t n) { in p = memchr(a, 0xFF, n); return p ? (size_t)(p - a) : n; }
size_t c_memrchr(in a, uint8_t *b, size_t n) { in p = memrchr(a, 0xFF, n); return p ? (size_t)(p - a) : n; }
size_t c_memmem(in a, uint8_t *b, size_t n) { in p = memmem(a, n, "\x11\x22\x33\x44\xFF", 5); return p ? (size_t)(p - a) : n; }
size_t c_memcmp(in a, uint8_t *b, size_t n) { return (size_t)memcmp(a, b, n); }

size_t c_count(in a, uint8_t *b, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += a[i] == 0x11;
    return count;
}

size_t c_first_difference(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return i;
    return n;
}

size_t c_last_difference(in a, uint8_t *b, size_t n)
{
    for (size_t i = n; i-- > 0;)
        if (a[i] != b[i])
            return i;
    return n;
}

size_t c_first_match(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] == b[i])
            return i;
    return n;
}

size_t c_last_match(in a, uint8_t *b, size_t n)
{
    for (size_t i = n; i-- > 0;)
        if (a[i] == b[i])
            return i;
    return n;
}

size_t c_count_matches(in a, uint8_t *b, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += a[i] == b[i];
    return count;
}

size_t c_sad(in a, uint8_t *b, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (uint32_t)abs((int)a[i] - (int)b[i]);
    return sum;
}

size_t c_equals_within(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (abs((int)a[i] - (int)b[i]) > 3)
            return 0;
    return 1;
}

size_t c_equals_masked(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((a[i] ^ b[i]) & a[i])
            return 0;
    return 1;
}

size_t c_invert(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        b[i] = (uint8_t)~b[i];
    return n;
}

size_t c_xor(in restrict a, uint8_t *restrict b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        b[i] ^= a[i];
    return n;
}

size_t c_blend(in restrict a, uint8_t *restrict b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        b[i] = (uint8_t)((b[i] * (255 - 77) + a[i] * 77 + 127) / 255);
    return n;
}

size_t c_gain(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
    {
        float v = nearbyintf(b[i] * 1.25f);
        b[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
    return n;
}

size_t c_brightness(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
    {
        int v = b[i] + 9;
        b[i] = (uint8_t)(v > 255 ? 255 : v);
    }
    return n;
}

size_t c_swap_channels(in a, uint8_t *b, size_t n)
{
    for (size_t i = 0; i + 4 <= n; i += 4)
    {
        uint8_t red = b[i];
        b[i] = b[i + 2];
        b[i + 2] = red;
    }
    return n;
}

size_t c_reverse32(in a, uint8_t *b, size_t n)
{
    uint32_t *words = (uint32_t *)b;
    for (size_t i = 0; i < n / 4; i++)
        words[i] = __builtin_bswap32(words[i]);
    return n;
}

size_t c_fill_pattern(in a, uint8_t *b, size_t n)
{
    static const uint8_t pattern[7] = {1, 2, 3, 4, 5, 6, 7};
    size_t filled = n < 7 ? n : 7;
    memcpy(b, pattern, filled);
    while (filled < n)
    {
        size_t run = filled < n - filled ? filled : n - filled;
        memcpy(b + filled, b, run);
        filled += run;
    }
    return n;
}

size_t c_copy(in restrict a, uint8_t *restrict b, size_t n) { memcpy(b, a, n); return n; }
