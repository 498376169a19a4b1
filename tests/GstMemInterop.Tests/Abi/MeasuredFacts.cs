namespace GstMemInterop.Tests.Abi;

/// <summary>
/// Sizes, offsets and values that a hand-written C program printed on x86_64 Linux with GStreamer 1.22.0. They come from
/// neither libclang nor the generator, so a mistake that both would share is caught here.
/// </summary>
internal static class MeasuredFacts
{
    // Type, sizeof, alignof; indented: field, offset, size.
    public const string Layouts = """
        GTypeInstance 8 8
          g_class 0 8
        GObject 24 8
          g_type_instance 0 8
          ref_count 8 4
          qdata 16 8
        GInitiallyUnowned 24 8
        GObjectClass 136 8
          g_type_class 0 8
          construct_properties 8 8
          constructor 16 8
          set_property 24 8
          get_property 32 8
          dispose 40 8
          finalize 48 8
          dispatch_properties_changed 56 8
          notify 64 8
          constructed 72 8
          flags 80 8
        GTypeInfo 72 8
          class_size 0 2
          base_init 8 8
          base_finalize 16 8
          class_init 24 8
          class_finalize 32 8
          class_data 40 8
          instance_size 48 2
          n_preallocs 50 2
          instance_init 56 8
          value_table 64 8
        GTypeQuery 24 8
          type 0 8
          type_name 8 8
          class_size 16 4
          instance_size 20 4
        GstObject 88 8
          object 0 24
          lock 24 8
          name 32 8
          parent 40 8
          flags 48 4
          control_bindings 56 8
          control_rate 64 8
          last_sync 72 8
          _gst_reserved 80 8
        GstObjectClass 184 8
          parent_class 0 136
          path_string_separator 136 8
          deep_notify 144 8
          _gst_reserved 152 32
        GstMiniObject 64 8
          type 0 8
          refcount 8 4
          lockstate 12 4
          flags 16 4
          copy 24 8
          dispose 32 8
          free 40 8
          priv_uint 48 4
          priv_pointer 56 8
        GstMemory 112 8
          mini_object 0 64
          allocator 64 8
          parent 72 8
          maxsize 80 8
          align 88 8
          offset 96 8
          size 104 8
        GstMapInfo 104 8
          memory 0 8
          flags 8 4
          data 16 8
          size 24 8
          maxsize 32 8
          user_data 40 32
          _gst_reserved 72 32
        GstBuffer 112 8
          mini_object 0 64
          pool 64 8
          pts 72 8
          dts 80 8
          duration 88 8
          offset 96 8
          offset_end 104 8
        GstAllocationParams 64 8
          flags 0 4
          align 8 8
          prefix 16 8
          padding 24 8
          _gst_reserved 32 32
        GstAllocator 176 8
          object 0 88
          mem_type 88 8
          mem_map 96 8
          mem_unmap 104 8
          mem_copy 112 8
          mem_share 120 8
          mem_is_span 128 8
          mem_map_full 136 8
          mem_unmap_full 144 8
          _gst_reserved 152 16
          priv 168 8
        GstAllocatorClass 232 8
          object_class 0 184
          alloc 184 8
          free 192 8
          _gst_reserved 200 32
        GstMeta 16 8
          flags 0 4
          info 8 8
        GstMetaInfo 48 8
          api 0 8
          type 8 8
          size 16 8
          init_func 24 8
          free_func 32 8
          transform_func 40 8
        GstMetaTransformCopy 24 8
          region 0 4
          offset 8 8
          size 16 8
        GstCustomMeta 16 8
        GstParentBufferMeta 24 8
          parent 0 16
          buffer 16 8
        GstReferenceTimestampMeta 40 8
          parent 0 16
          reference 16 8
          timestamp 24 8
          duration 32 8
        GstProtectionMeta 24 8
          meta 0 16
          info 16 8
        GstBufferPool 136 8
          object 0 88
          flushing 88 4
          priv 96 8
          _gst_reserved 104 32
        GstBufferPoolClass 288 8
          object_class 0 184
          get_options 184 8
          set_config 192 8
          start 200 8
          stop 208 8
          acquire_buffer 216 8
          alloc_buffer 224 8
          reset_buffer 232 8
          release_buffer 240 8
          free_buffer 248 8
          flush_start 256 8
          flush_stop 264 8
          _gst_reserved 272 16
        GstBufferPoolAcquireParams 64 8
          format 0 4
          start 8 8
          stop 16 8
          flags 24 4
          _gst_reserved 32 32
        GstPadProbeInfo 72 8
          type 0 4
          id 8 8
          data 16 8
          offset 24 8
          size 32 4
          ABI 40 32
          ABI.abi.flow_ret 40 4
        GstSegment 120 8
        GstVideoInfo 152 8
          finfo 0 8
          interlace_mode 8 4
          flags 12 4
          width 16 4
          height 20 4
          size 24 8
          views 32 4
          chroma_site 36 4
          colorimetry 40 16
          par_n 56 4
          par_d 60 4
          fps_n 64 4
          fps_d 68 4
          offset 72 32
          stride 104 16
          ABI 120 32
          ABI.abi.multiview_mode 120 4
          ABI.abi.multiview_flags 124 4
          ABI.abi.field_order 128 4
        GstVideoColorimetry 16 4
          range 0 4
          matrix 4 4
          transfer 8 4
          primaries 12 4
        GstVideoFrame 664 8
          info 0 152
          flags 152 4
          buffer 160 8
          meta 168 8
          id 176 4
          data 184 32
          map 216 416
          _gst_reserved 632 32
        GstVideoMeta 144 8
          meta 0 16
          buffer 16 8
          flags 24 4
          format 28 4
          id 32 4
          width 36 4
          height 40 4
          n_planes 44 4
          offset 48 32
          stride 80 16
          map 96 8
          unmap 104 8
          alignment 112 32
        GstVideoAlignment 32 4
          padding_top 0 4
          padding_bottom 4 4
          padding_left 8 4
          padding_right 12 4
          stride_align 16 16
        GstVideoFormatInfo 328 8
          format 0 4
          name 8 8
          description 16 8
          flags 24 4
          bits 28 4
          n_components 32 4
          shift 36 16
          depth 52 16
          pixel_stride 68 16
          n_planes 84 4
          plane 88 16
          poffset 104 16
          w_sub 120 16
          h_sub 136 16
          unpack_format 152 4
          unpack_func 160 8
          pack_lines 168 4
          pack_func 176 8
          tile_mode 184 4
          tile_ws 188 4
          tile_hs 192 4
        GstFdAllocator 176 8
        GstFdAllocatorClass 232 8
        GstDmaBufAllocator 208 8
        GstDmaBufAllocatorClass 264 8
        GValue 24 8
        GRecMutex 16 8
        GMutex 8 8
        GCond 16 8
        GHookList 56 8
        GHook 64 8
        GError 16 8
        GstPad 520 8
          num_probes 472 4
          num_blocked 476 4
          direction 104 4
          probes 152 56
        """;

    public const string Values = """
        GST_PADDING 4
        GST_MINI_OBJECT_FLAG_LOCKABLE 1
        GST_MINI_OBJECT_FLAG_LOCK_READONLY 2
        GST_MINI_OBJECT_FLAG_MAY_BE_LEAKED 4
        GST_MINI_OBJECT_FLAG_LAST 16
        GST_LOCK_FLAG_READ 1
        GST_LOCK_FLAG_WRITE 2
        GST_LOCK_FLAG_EXCLUSIVE 4
        GST_LOCK_FLAG_LAST 256
        GST_MEMORY_FLAG_READONLY 2
        GST_MEMORY_FLAG_NO_SHARE 16
        GST_MEMORY_FLAG_ZERO_PREFIXED 32
        GST_MEMORY_FLAG_ZERO_PADDED 64
        GST_MEMORY_FLAG_PHYSICALLY_CONTIGUOUS 128
        GST_MEMORY_FLAG_NOT_MAPPABLE 256
        GST_MEMORY_FLAG_LAST 1048576
        GST_MAP_READ 1
        GST_MAP_WRITE 2
        GST_MAP_READWRITE 3
        GST_MAP_FLAG_LAST 65536
        GST_OBJECT_FLAG_MAY_BE_LEAKED 1
        GST_OBJECT_FLAG_LAST 16
        GST_ALLOCATOR_FLAG_CUSTOM_ALLOC 16
        GST_ALLOCATOR_FLAG_LAST 1048576
        GST_BUFFER_FLAG_LIVE 16
        GST_BUFFER_FLAG_DECODE_ONLY 32
        GST_BUFFER_FLAG_DISCONT 64
        GST_BUFFER_FLAG_RESYNC 128
        GST_BUFFER_FLAG_CORRUPTED 256
        GST_BUFFER_FLAG_MARKER 512
        GST_BUFFER_FLAG_HEADER 1024
        GST_BUFFER_FLAG_GAP 2048
        GST_BUFFER_FLAG_DROPPABLE 4096
        GST_BUFFER_FLAG_DELTA_UNIT 8192
        GST_BUFFER_FLAG_TAG_MEMORY 16384
        GST_BUFFER_FLAG_SYNC_AFTER 32768
        GST_BUFFER_FLAG_NON_DROPPABLE 65536
        GST_BUFFER_FLAG_LAST 1048576
        GST_BUFFER_COPY_NONE 0
        GST_BUFFER_COPY_FLAGS 1
        GST_BUFFER_COPY_TIMESTAMPS 2
        GST_BUFFER_COPY_META 4
        GST_BUFFER_COPY_MEMORY 8
        GST_BUFFER_COPY_MERGE 16
        GST_BUFFER_COPY_DEEP 32
        GST_BUFFER_COPY_METADATA 7
        GST_BUFFER_COPY_ALL 15
        GST_META_FLAG_READONLY 1
        GST_META_FLAG_POOLED 2
        GST_META_FLAG_LOCKED 4
        GST_PAD_PROBE_DROP 0
        GST_PAD_PROBE_OK 1
        GST_PAD_PROBE_REMOVE 2
        GST_PAD_PROBE_PASS 3
        GST_PAD_PROBE_HANDLED 4
        GST_PAD_PROBE_TYPE_IDLE 1
        GST_PAD_PROBE_TYPE_BLOCK 2
        GST_PAD_PROBE_TYPE_BUFFER 16
        GST_PAD_PROBE_TYPE_BUFFER_LIST 32
        GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM 64
        GST_PAD_PROBE_TYPE_EVENT_UPSTREAM 128
        GST_PAD_PROBE_TYPE_EVENT_FLUSH 256
        GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM 512
        GST_PAD_PROBE_TYPE_QUERY_UPSTREAM 1024
        GST_PAD_PROBE_TYPE_PUSH 4096
        GST_PAD_PROBE_TYPE_PULL 8192
        GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM 112
        GST_PAD_PROBE_TYPE_ALL_BOTH 1776
        GST_VIDEO_FRAME_MAP_FLAG_NO_REF 65536
        GST_VIDEO_MAX_PLANES 4
        GST_VIDEO_MAX_COMPONENTS 4
        GST_BUFFER_POOL_ACQUIRE_FLAG_KEY_UNIT 1
        GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT 2
        GST_BUFFER_POOL_ACQUIRE_FLAG_DISCONT 4
        GST_FD_MEMORY_FLAG_KEEP_MAPPED 1
        GST_FD_MEMORY_FLAG_MAP_PRIVATE 2
        GST_FD_MEMORY_FLAG_DONT_CLOSE 4
        GST_FLOW_OK 0
        GST_FLOW_NOT_LINKED -1
        GST_FLOW_FLUSHING -2
        GST_FLOW_EOS -3
        GST_FLOW_NOT_NEGOTIATED -4
        GST_FLOW_ERROR -5
        GST_FLOW_NOT_SUPPORTED -6
        GST_FLOW_CUSTOM_SUCCESS 100
        GST_FLOW_CUSTOM_ERROR -100
        """;
}
