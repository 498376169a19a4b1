/* The C side of the mapping benchmarks: what a C programmer would write, timed in C. */
#include <gst/gst.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

double baseline_memory_map(GstMemory *memory, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        GstMapInfo map;
        if (gst_memory_map(memory, &map, GST_MAP_READWRITE)) {
            ((volatile guint8 *)map.data)[0] = (guint8)i;
            gst_memory_unmap(memory, &map);
        }
    }
    return (now() - start) / rounds;
}

double baseline_buffer_map(GstBuffer *buffer, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        GstMapInfo map;
        if (gst_buffer_map(buffer, &map, GST_MAP_READWRITE)) {
            ((volatile guint8 *)map.data)[0] = (guint8)i;
            gst_buffer_unmap(buffer, &map);
        }
    }
    return (now() - start) / rounds;
}

double baseline_allocate(long size, long rounds)
{
    double start = now();
    for (long i = 0; i < rounds; i++) {
        gst_memory_unref(gst_allocator_alloc(NULL, size, NULL));
    }
    return (now() - start) / rounds;
}

/* A source pad linked to a sink pad that keeps the one buffer going round: what is left is the probe. */
static GstBuffer *kept;

static GstFlowReturn keep(GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
    (void)pad;
    (void)parent;
    kept = buffer;
    return GST_FLOW_OK;
}

GstPad *baseline_make_pads(GstPad **sink)
{
    GstPad *src = gst_object_ref_sink(gst_pad_new("src", GST_PAD_SRC));
    *sink = gst_object_ref_sink(gst_pad_new("sink", GST_PAD_SINK));
    gst_pad_set_chain_function(*sink, keep);
    gst_pad_set_active(*sink, TRUE);
    gst_pad_set_active(src, TRUE);
    gst_pad_link(src, *sink);
    gst_pad_push_event(src, gst_event_new_stream_start("benchmark"));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_pad_push_event(src, gst_event_new_segment(&segment));
    return src;
}

void baseline_free_pads(GstPad *src, GstPad *sink)
{
    gst_pad_set_active(src, FALSE);
    gst_pad_set_active(sink, FALSE);
    gst_pad_unlink(src, sink);
    gst_object_unref(src);
    gst_object_unref(sink);
}

double baseline_push(GstPad *src, GstBuffer *buffer, long rounds)
{
    kept = gst_buffer_ref(buffer);
    gst_buffer_unref(buffer);
    double start = now();
    for (long i = 0; i < rounds; i++) {
        gst_pad_push(src, kept);
    }
    return (now() - start) / rounds;
}

static GstPadProbeReturn edit(GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
    (void)pad;
    (void)data;
    GstBuffer *buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    GstMapInfo map;
    if (gst_buffer_map(buffer, &map, GST_MAP_READWRITE)) {
        ((volatile guint8 *)map.data)[0] ^= 0xFF;
        gst_buffer_unmap(buffer, &map);
    }
    return GST_PAD_PROBE_OK;
}

gulong baseline_add_probe(GstPad *pad)
{
    return gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, edit, NULL, NULL);
}

void baseline_remove_probe(GstPad *pad, gulong id)
{
    gst_pad_remove_probe(pad, id);
}
