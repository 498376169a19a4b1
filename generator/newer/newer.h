/* Prototypes of functions that GStreamer gained after the version we develop against, so that the raw layer binds
 * them although the installed headers do not declare them. Headers that do declare them win, and the probe then
 * proves ours against theirs. A name in parentheses is a function-like macro in older headers. */
#ifndef GMI_NEWER_H
#define GMI_NEWER_H

#include <gst/gst.h>
#include <gst/video/video.h>
#include <gst/allocators/allocators.h>

#if !GST_CHECK_VERSION (1, 24, 0)
typedef struct _GstByteArrayInterface GstByteArrayInterface;
GstMetaInfo *gst_meta_info_new (GType api, const gchar *impl, gsize size);
const GstMetaInfo *gst_meta_info_register (GstMetaInfo *info);
const GstMetaInfo *gst_meta_register_custom_simple (const gchar *name);
gboolean gst_meta_serialize (const GstMeta *meta, GstByteArrayInterface *data);
gboolean gst_meta_serialize_simple (const GstMeta *meta, GByteArray *data);
GstMeta *gst_meta_deserialize (GstBuffer *buffer, const guint8 *data, gsize size, guint32 *consumed);
void gst_clear_sample (GstSample **sample_ptr);
void gst_shm_allocator_init_once (void);
GstAllocator *gst_shm_allocator_get (void);
gboolean gst_is_drm_dumb_memory (GstMemory *mem);
guint32 gst_drm_dumb_memory_get_handle (GstMemory *mem);
GstMemory *gst_drm_dumb_memory_export_dmabuf (GstMemory *mem);
GstAllocator *gst_drm_dumb_allocator_new_with_fd (gint drm_fd);
GstAllocator *gst_drm_dumb_allocator_new_with_device_path (const gchar *drm_device_path);
GstMemory *gst_drm_dumb_allocator_alloc (GstAllocator *allocator, guint32 drm_fourcc, guint32 width, guint32 height, guint32 *out_pitch);
gboolean gst_drm_dumb_allocator_has_prime_export (GstAllocator *allocator);
#endif

#if !GST_CHECK_VERSION (1, 26, 0)
typedef gboolean (*GstAllocationMetaParamsAggregator) (GstStructure **aggregated_params,
    const GstStructure *params0, const GstStructure *params1);
gboolean gst_meta_api_type_aggregate_params (GType api, GstStructure **aggregated_params, const GstStructure *params0, const GstStructure *params1);
void gst_meta_api_type_set_params_aggregator (GType api, GstAllocationMetaParamsAggregator aggregator);
#endif

#if !GST_CHECK_VERSION (1, 28, 0)
GstMemory *(gst_memory_make_writable) (GstMemory *memory);
gboolean (gst_memory_is_writable) (const GstMemory *memory);
gboolean gst_memory_replace (GstMemory **old_memory, GstMemory *new_memory);
GstMemory *gst_memory_steal (GstMemory **old_memory);
gboolean gst_memory_take (GstMemory **old_memory, GstMemory *new_memory);
guint8 *gst_map_info_get_data (GstMapInfo *info, gsize *size);
void gst_map_info_init (GstMapInfo *info);
void gst_map_info_clear (GstMapInfo *info);
GstBuffer *gst_buffer_steal (GstBuffer **old_buffer);
gboolean gst_buffer_take (GstBuffer **old_buffer, GstBuffer *new_buffer);
GstBuffer *(gst_buffer_make_writable) (GstBuffer *buf);
gboolean (gst_buffer_is_writable) (const GstBuffer *buf);
GstBufferList *gst_buffer_list_steal (GstBufferList **old_list);
GstBufferList *(gst_buffer_list_make_writable) (GstBufferList *list);
gboolean (gst_buffer_list_is_writable) (const GstBufferList *list);
gboolean gst_meta_api_type_tags_contain_only (GType api, const gchar **valid_tags);
GstSample *(gst_sample_make_writable) (GstSample *sample);
gboolean (gst_sample_is_writable) (const GstSample *sample);
GstPadProbeType gst_pad_probe_info_get_type (GstPadProbeInfo *info);
gulong gst_pad_probe_info_get_id (GstPadProbeInfo *info);
guint64 gst_pad_probe_info_get_offset (GstPadProbeInfo *info);
gsize gst_pad_probe_info_get_size (GstPadProbeInfo *info);
GstFlowReturn gst_pad_probe_info_get_flow_return (GstPadProbeInfo *info);
void gst_pad_probe_info_set_event (GstPadProbeInfo *info, GstEvent *event);
void gst_pad_probe_info_set_buffer (GstPadProbeInfo *info, GstBuffer *buffer);
void gst_pad_probe_info_set_buffer_list (GstPadProbeInfo *info, GstBufferList *list);
void gst_pad_probe_info_set_flow_return (GstPadProbeInfo *info, GstFlowReturn flow_ret);
GstMemory *gst_fd_allocator_alloc_full (GstAllocator *allocator, gint fd, gsize maxsize, gsize offset, gsize size, GstFdMemoryFlags flags);
void gst_udmabuf_allocator_init_once (void);
GstAllocator *gst_udmabuf_allocator_get (void);
gboolean gst_video_meta_set_alignment_full (GstVideoMeta *meta, const GstVideoAlignment *alignment);
#endif

#endif
