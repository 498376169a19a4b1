using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Media;

/// <summary>Planes, components and fields of every format, held against what libgstvideo itself does with the same frames.</summary>
public unsafe class VideoLayoutTests
{
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (2, 2), (3, 5), (21, 13), (64, 48), (161, 121)];

    public static TheoryData<GstVideoFormat> Formats() => [.. RawFormats.Video];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Planes_lie_where_libgstvideo_maps_them(GstVideoFormat format)
    {
        foreach ((int width, int height) in s_sizes)
        {
            foreach (GstVideoInterlaceMode mode in (GstVideoInterlaceMode[])[GstVideoInterlaceMode.Progressive, GstVideoInterlaceMode.Interleaved, GstVideoInterlaceMode.Mixed, GstVideoInterlaceMode.Alternate])
            {
                GstVideoInfo info = GstVideoInfo.Create(format, width, height, new GstFraction(25, 1), mode);
                Native.GstVideoInfo raw;
                Assert.NotEqual(0, Native.LibGstVideo.gst_video_info_set_interlaced_format(&raw, (Native.GstVideoFormat)format, (Native.GstVideoInterlaceMode)mode, (uint)width, (uint)height));
                using GstBuffer plain = GstBuffer.Allocate(info.Size);
                Compare(plain, info, &raw);

                // The same with room around every plane, said by a meta.
                if (info.IsTiled || mode == GstVideoInterlaceMode.Alternate)
                {
                    continue;
                }

                nuint[] offsets = new nuint[info.PlaneCount];
                int[] strides = new int[info.PlaneCount];
                nuint end = 0;
                for (int plane = 0; plane < info.PlaneCount; plane++)
                {
                    offsets[plane] = end + 16;
                    strides[plane] = info.Stride(plane) + 16;
                    nuint bytes = info.HasPalette && plane == 1 ? 1024u : (nuint)((info.Rows(plane) * strides[plane]) + info.RowBytes(plane));
                    end = (offsets[plane] + bytes + 15) & ~(nuint)15;
                }

                using GstBuffer roomy = GstBuffer.Allocate(end);
                roomy.AddVideoMeta(GstVideoFrameFlags.None, format, width, height, offsets, strides);
                Compare(roomy, info, &raw);
            }
        }
    }

    private static void Compare(GstBuffer buffer, GstVideoInfo info, Native.GstVideoInfo* raw)
    {
        Assert.Equal(((nuint)raw->size, (int)raw->finfo->n_planes), (info.Size, info.PlaneCount));
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        Native.GstVideoFrame frame;
        using GstBuffer share = buffer.Copy();
        Assert.NotEqual(0, Native.LibGstVideo.gst_video_frame_map(&frame, raw, (Native.GstBuffer*)share.DangerousHandle, Native.GstMapFlags.GST_MAP_READ));
        try
        {
            VideoFrameView view = new(map, info, buffer.Borrow());
            Assert.Equal((info.Width, info.FieldHeight), (view.Width, view.Height));
            long shown = 0;
            for (int plane = 0; plane < view.PlaneCount; plane++)
            {
                PlaneSpan<byte> bytes = view.Plane(plane);
                fixed (byte* first = bytes.Row(0))
                fixed (byte* mapped = map.Span)
                {
                    Assert.Equal((nint)frame.data[plane] - (nint)frame.data[0], (nint)first - (nint)mapped - (nint)Offset(view, map));
                }

                if (RawFormats.IsMadeOfRows(info, plane))
                {
                    Assert.Equal(frame.info.stride[plane], bytes.Stride);
                    for (int component = 0; component < info.ComponentCount; component++)
                    {
                        GstVideoComponent where = info.Component(component);
                        if (where.Plane == plane)
                        {
                            int wide = -(-info.Width >> (int)raw->finfo->w_sub[component]);
                            int high = -(-info.FieldHeight >> (int)raw->finfo->h_sub[component]);
                            Assert.Equal((wide, high, high), (where.Width, where.Height, bytes.Height));
                            Assert.InRange(bytes.Width, wide * where.PixelStride, int.MaxValue);
                        }
                    }
                }

                foreach (Span<byte> row in bytes)
                {
                    Assert.True(row.IndexOfAnyExcept((byte)0) < 0, $"plane {plane} of {info} lies in another one");
                    row.Fill((byte)(plane + 1));
                }

                shown += bytes.Length;
            }

            Assert.Equal(shown, map.Span.Length - map.Span.Count((byte)0));
        }
        finally
        {
            Native.LibGstVideo.gst_video_frame_unmap(&frame);
        }

        static nint Offset(VideoFrameView view, in WriteMapping map)
        {
            fixed (byte* first = view.Plane(0).Row(0))
            fixed (byte* mapped = map.Span)
            {
                return (nint)first - (nint)mapped;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Components_have_the_values_that_libgstvideo_unpacks(GstVideoFormat format)
    {
        const int Width = 21, Height = 13;
        GstVideoInfo info = GstVideoInfo.Create(format, Width, Height);
        Native.GstVideoFormatInfo* raw = Native.LibGstVideo.gst_video_format_get_info((Native.GstVideoFormat)format);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        byte[] noise = new byte[(int)info.Size];
        new Random((int)format).NextBytes(noise);
        buffer.Fill(0, noise);
        using ReadMapping map = buffer.MapRead();
        ReadOnlyVideoFrameView view = new(map, info, buffer.Borrow());
        bool wide = raw->unpack_format is Native.GstVideoFormat.GST_VIDEO_FORMAT_AYUV64 or Native.GstVideoFormat.GST_VIDEO_FORMAT_ARGB64;
        byte* line = stackalloc byte[Width * 8 * 8];
        void** data = stackalloc void*[4];
        int* strides = stackalloc int[4];
        int compared = 0;
        for (int index = 0; index < info.ComponentCount; index++)
        {
            GstVideoComponent component = info.Component(index);
            int target = (RawFormats.Name(format), index) switch
            {
                (_, 3) => 0,
                ("BGR15" or "BGR16", _) => 3 - index, // there the table has red where blue is
                _ => index + 1,
            };
            bool typed = CanRead(view, index, out int size) && (RawFormats.Name(format) != "VYUY" || index == 0); // libgstvideo reads its chroma now so, now so
            for (int y = 0; typed && !info.HasPalette && y < Height; y++)
            {
                fixed (byte* first = map.Span)
                {
                    for (int plane = 0; plane < info.PlaneCount; plane++)
                    {
                        data[plane] = first + info.PlaneOffset(plane);
                        strides[plane] = info.Stride(plane);
                    }

                    raw->unpack_func(raw, Native.GstVideoPackFlags.GST_VIDEO_PACK_FLAG_TRUNCATE_RANGE, line, data, strides, 0, y, Width);
                }

                for (int x = 0; x < Width; x++)
                {
                    int across = x >> (int)raw->w_sub[index];
                    int down = y >> (int)raw->h_sub[index];
                    uint word = size == 1 ? view.Component<byte>(index)[across, down] : view.Component<ushort>(index)[across, down];
                    int bits = wide ? 16 : 8;
                    uint value = (word >> component.Shift) & ((1u << component.Depth) - 1);
                    uint unpacked = wide ? ((ushort*)line)[(x * 4) + target] : line[(x * 4) + target];
                    Assert.Equal(value, unpacked >> (bits - component.Depth));
                    compared++;
                }
            }
        }

        bool addressed = info.Component(0).PixelStride > 0 && !info.IsComplex && !info.HasPalette;
        bool foreign = raw->bits > 8 && info.IsLittleEndian != BitConverter.IsLittleEndian;
        bool unknown = RawFormats.Name(format) is "Y410" or "Y210" or "r210" or "RGB10A2_LE" or "BGR10A2_LE" || RawFormats.Name(format).StartsWith("Y212", StringComparison.Ordinal) || RawFormats.Name(format).StartsWith("Y412", StringComparison.Ordinal);
        Assert.True(compared > 0 || !addressed || foreign || unknown, $"no component of {format} can be read");
    }

    private static bool CanRead(ReadOnlyVideoFrameView view, int index, out int size)
    {
        for (size = 1; size <= 2; size++)
        {
            try
            {
                _ = size == 1 ? view.Component<byte>(index).Width : view.Component<ushort>(index).Width;
                return true;
            }
            catch (InvalidOperationException)
            {
            }
        }

        return false;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Both_fields_together_are_the_frame(GstVideoFormat format)
    {
        foreach ((int width, int height) in s_sizes)
        {
            GstVideoInfo info = GstVideoInfo.Create(format, width, height, default, GstVideoInterlaceMode.Interleaved);
            using GstBuffer buffer = GstBuffer.Allocate(info.Size);
            using WriteMapping map = buffer.MapWrite();
            map.Span.Clear();
            VideoFrameView frame = new(map, info, buffer.Borrow());
            if (info.IsTiled)
            {
                string told = "";
                try
                {
                    _ = frame.TopField.Height;
                }
                catch (InvalidOperationException refused)
                {
                    told = refused.Message;
                }

                Assert.Contains("tiles", told, StringComparison.Ordinal);
                continue;
            }

            VideoFrameView top = frame.TopField;
            VideoFrameView bottom = frame.BottomField;
            Assert.Equal(((height + 1) / 2, height / 2), (top.Height, bottom.Height));
            for (int plane = 0; plane < info.PlaneCount; plane++)
            {
                if (!RawFormats.IsMadeOfRows(info, plane))
                {
                    continue;
                }

                top.Plane(plane).Fill(1);
                bottom.Plane(plane).Fill(2);
                PlaneSpan<byte> all = frame.Plane(plane);
                Assert.Equal(all.Height, top.Plane(plane).Height + bottom.Plane(plane).Height);
                for (int y = 0; y < all.Height; y++)
                {
                    Assert.True(all.Row(y).IndexOfAnyExcept((byte)((y % 2) + 1)) < 0);
                }
            }
        }
    }

    [Fact]
    public void A_frame_that_is_one_field_has_no_fields()
    {
        GstVideoInfo alternate = GstVideoInfo.Create(GstVideoFormat.I420, 16, 9, default, GstVideoInterlaceMode.Alternate);
        Assert.Equal((9, 5, 5, 3), (alternate.Height, alternate.FieldHeight, alternate.Rows(0), alternate.Rows(1)));
        using GstBuffer buffer = GstBuffer.Allocate(alternate.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, alternate, buffer.Borrow());
        Assert.Equal(5, view.Height);
        Assert.Contains("one field already", Told(view), StringComparison.Ordinal);

        GstVideoInfo progressive = GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);
        using GstBuffer other = GstBuffer.Allocate(16);
        using WriteMapping otherMap = other.MapWrite();
        Assert.Contains("one field already", Told(new VideoFrameView(otherMap, progressive, other.Borrow()).TopField), StringComparison.Ordinal);

        static string Told(VideoFrameView view)
        {
            try
            {
                return $"{view.BottomField.Height}";
            }
            catch (InvalidOperationException refused)
            {
                return refused.Message;
            }
        }
    }

    [Fact]
    public void Several_frames_in_a_buffer_are_told_apart_by_the_id_of_their_meta()
    {
        GstVideoInfo fields = GstVideoInfo.Create(GstVideoFormat.GRAY8, 8, 6, default, GstVideoInterlaceMode.Fields);
        using GstBuffer buffer = GstBuffer.Allocate(48);
        for (int id = 0; id < 2; id++)
        {
            GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.Onefield, GstVideoFormat.GRAY8, 8, 6, [(nuint)(id * 24)], [8]);
            meta.Id = id;
        }

        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        for (int id = 0; id < 2; id++)
        {
            VideoFrameView view = new(map, fields, buffer.Borrow(), id);
            Assert.Equal((3, 3), (view.Height, view.Plane(0).Height));
            view.Plane(0).Fill((byte)(id + 1));
        }

        Assert.Equal((24, 24), (map.Span.Count((byte)1), map.Span.Count((byte)2)));
        string told = "";
        try
        {
            _ = new VideoFrameView(map, fields, buffer.Borrow(), 2).Height;
        }
        catch (ArgumentException refused)
        {
            told = refused.Message;
        }

        Assert.Contains("id 2", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_go_up_are_shown_from_the_top()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.BGRA, 4, 3);
        using GstBuffer buffer = GstBuffer.Allocate(64);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.BGRA, 4, 3, [32 + 16], [-16]);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        VideoFrameView view = new(map, info, buffer.Borrow());
        for (int y = 0; y < 3; y++)
        {
            view.Row<uint>(y).Fill((uint)(y + 1));
            view.Component<byte>(2)[3, y] = 9; // blue
        }

        Assert.Equal(3u, System.Runtime.InteropServices.MemoryMarshal.Read<uint>(map.Slice(16, 4)));
        Assert.Equal([9, 0, 0, 0], map.Slice(16 + 12, 4).ToArray());
        Assert.Equal(1u, System.Runtime.InteropServices.MemoryMarshal.Read<uint>(map.Slice(48, 4)));
        Assert.Equal((2, 1, -32), (view.TopField.Height, view.BottomField.Height, view.TopField.Plane(0).Stride));
        Assert.Equal(2u, view.BottomField.Pixels<uint>()[0, 0]);
        Assert.Equal(3u, view.TopField.Pixels<uint>()[0, 1]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whatever_a_meta_says_no_plane_ends_behind_the_mapping(GstVideoFormat format)
    {
        GstVideoInfo info = GstVideoInfo.Create(format, 21, 13, default, GstVideoInterlaceMode.Interleaved);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, format, 21, 13);
        Native.GstVideoMeta* meta = Native.LibGstVideo.gst_buffer_get_video_meta((Native.GstBuffer*)buffer.DangerousHandle);
        Random random = new((int)format);
        ulong size = (ulong)info.Size;
        ulong[] offsets = [0, 1, size - 1, size, size + 1, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue, ulong.MaxValue - size, size / 2, ulong.MaxValue - 15];
        int[] strides = [0, 1, -1, 21, -21, 24, -24, 84, -84, 1000, -1000, int.MaxValue, int.MinValue, int.MinValue + 1, (int)size, -(int)size, 1 << 30];
        int shown = 0;
        for (int round = 0; round < 300; round++)
        {
            for (int plane = 0; plane < info.PlaneCount; plane++)
            {
                meta->offset[plane] = (nuint)(round == 0 ? info.PlaneOffset(plane) : offsets[random.Next(offsets.Length)]);
                meta->stride[plane] = round == 0 ? info.Stride(plane) : strides[random.Next(strides.Length)];
            }

            using WriteMapping map = buffer.MapWrite();
            VideoFrameView frame = new(map, info, buffer.Borrow());
            for (int what = 0; what < 3; what++)
            {
                for (int plane = 0; plane < info.PlaneCount; plane++)
                {
                    try
                    {
                        VideoFrameView view = what == 0 ? frame : what == 1 ? frame.TopField : frame.BottomField;
                        foreach (Span<byte> row in view.Plane(plane))
                        {
                            Assert.True(map.Span.Overlaps(row, out int at) && at + row.Length <= map.Span.Length);
                            shown++;
                        }
                    }
                    catch (Exception refused) when (refused is ArgumentOutOfRangeException || (info.IsTiled && refused is InvalidOperationException))
                    {
                    }
                }

                for (int component = 0; component < info.ComponentCount; component++)
                {
                    Inside<byte>(what == 0 || info.IsTiled ? frame : what == 1 ? frame.TopField : frame.BottomField, component, map);
                    Inside<ushort>(what == 0 || info.IsTiled ? frame : what == 1 ? frame.TopField : frame.BottomField, component, map);
                }
            }
        }

        Assert.True(shown > 0);

        static void Inside<T>(VideoFrameView view, int component, in WriteMapping map)
            where T : unmanaged
        {
            try
            {
                VideoComponent<T> values = view.Component<T>(component);
                for (int corner = 0; values.Height > 0 && corner < 4; corner++)
                {
                    fixed (T* value = &values[corner % 2 == 0 ? 0 : values.Width - 1, corner < 2 ? 0 : values.Height - 1])
                    fixed (byte* first = map.Span)
                    {
                        Assert.True((byte*)value >= first && (byte*)(value + 1) <= first + map.Span.Length);
                    }
                }
            }
            catch (Exception refused) when (refused is ArgumentOutOfRangeException or InvalidOperationException)
            {
            }
        }
    }
}
