/* The C side of the allocator benchmarks: the same heap allocator as HeapAllocator, and the loop that drives both. */
#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    GstMemory memory;
    guint8 *block;
} HeapMemory;

typedef GstAllocator HeapAllocator;
typedef GstAllocatorClass HeapAllocatorClass;

G_DEFINE_TYPE(HeapAllocator, heap_allocator, GST_TYPE_ALLOCATOR)

static GstMemory *heap_alloc(GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
    gsize align = params->align | gst_memory_alignment;
    gsize whole = size + params->prefix + params->padding;
    HeapMemory *memory = malloc(sizeof *memory);
    memory->block = malloc(whole + align);
    gst_memory_init(GST_MEMORY_CAST(memory), params->flags, allocator, NULL, whole, align, params->prefix, size);
    return GST_MEMORY_CAST(memory);
}

static void heap_free(GstAllocator *allocator, GstMemory *memory)
{
    (void)allocator;
    free(((HeapMemory *)memory)->block);
    free(memory);
}

static gpointer heap_map(GstMemory *memory, gsize maxsize, GstMapFlags flags)
{
    (void)maxsize;
    (void)flags;
    return (gpointer)(((gsize)((HeapMemory *)memory)->block + memory->align) & ~memory->align);
}

static void heap_unmap(GstMemory *memory)
{
    (void)memory;
}

static void heap_allocator_class_init(HeapAllocatorClass *klass)
{
    klass->alloc = heap_alloc;
    klass->free = heap_free;
}

static void heap_allocator_init(HeapAllocator *allocator)
{
    allocator->mem_type = "HeapMemory";
    allocator->mem_map = heap_map;
    allocator->mem_unmap = heap_unmap;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

GstAllocator *baseline_heap_allocator(void)
{
    return gst_object_ref_sink(g_object_new(heap_allocator_get_type(), NULL));
}

/* NULL is GStreamer's own allocator. */
double baseline_allocate_from(GstAllocator *allocator, long size, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        gst_memory_unref(gst_allocator_alloc(allocator, size, NULL));
    }
    return (now() - start) / rounds;
}

double baseline_map_from(GstAllocator *allocator, long size, long rounds)
{
    GstMemory *memory = gst_allocator_alloc(allocator, size, NULL);
    double start = now();
    for (long i = 0; i < rounds; i++) {
        GstMapInfo map;
        gst_memory_map(memory, &map, GST_MAP_READWRITE);
        ((volatile guint8 *)map.data)[0] = (guint8)i;
        gst_memory_unmap(memory, &map);
    }
    double time = (now() - start) / rounds;
    gst_memory_unref(memory);
    return time;
}

/* A frame's life: memory that is written to from end to end, page by page, and given back. */
double baseline_frame_from(GstAllocator *allocator, long size, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        GstMemory *memory = gst_allocator_alloc(allocator, size, NULL);
        GstMapInfo map;
        gst_memory_map(memory, &map, GST_MAP_WRITE);
        memset(map.data, (int)i, size);
        gst_memory_unmap(memory, &map);
        gst_memory_unref(memory);
    }
    return (now() - start) / rounds;
}

static void released(gpointer data)
{
    (void)data;
}

double baseline_wrap(guint8 *bytes, long size, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        gst_memory_unref(gst_memory_new_wrapped(0, bytes, size, 0, size, bytes, released));
    }
    return (now() - start) / rounds;
}
