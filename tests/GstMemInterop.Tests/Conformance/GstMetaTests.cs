using GstMemInterop.Native;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own gstmeta.c (and the metas of gstbuffer.c), through the public face. One method a case, named after it; a CRITICAL there is an exception here.</summary>
public class GstMetaTests
{
    private readonly record struct Times(ulong Pts, ulong Dts, ulong Duration, ulong ClockRate);

    private const ulong None = ulong.MaxValue;

    private static readonly List<(bool Copy, bool Region, nuint Offset, nuint Size)> s_transforms = [];

    // The api carries the tag "timing". A range that begins at the start keeps the times but not the duration; any other keeps the rate only.
    private static readonly GstMeta<Times> s_test = GstMeta.Register<Times>("ConformanceMetaTest", new GstMetaRules { Tags = ["timing"] }, static (ref Times times, GstMetaTransform transform) =>
    {
        s_transforms.Add((transform.IsCopy, transform.IsRegion, transform.Offset, transform.Size));
        if (transform.IsRegion)
        {
            times = transform.Offset == 0 ? times with { Duration = None } : new Times(None, None, None, times.ClockRate);
        }

        return transform.IsCopy;
    });

    private static readonly GstMeta<int> s_foreach = GstMeta.Register<int>("ConformanceForeachMetaTest");

    [Fact]
    public void meta_test()
    {
        Assert.True(s_test.Api.HasTag("timing"));
        Assert.False(s_test.Api.HasTag("no-such-tag"));
        using GstBuffer buffer = GstBuffer.Allocate(4);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span.Clear();
        }

        GstMetaRef<Times> meta = buffer.AddMeta(s_test, new Times(1000, 2000, 1000, 1000));
        Assert.Equal(new Times(1000, 2000, 1000, 1000), meta.Value);
        Assert.Equal(s_test.Api, meta.Meta.Api);

        s_transforms.Clear();
        using (GstBuffer copy = buffer.Copy())
        {
            Assert.True(copy.TryGetMeta(s_test, out GstMetaRef<Times> copied));
            Assert.Equal(new Times(1000, 2000, 1000, 1000), copied.Value);
        }

        using (GstBuffer region = buffer.CopyRegion(GstBufferCopyFlags.Flags | GstBufferCopyFlags.Timestamps | GstBufferCopyFlags.Meta, 0, 1))
        {
            Assert.True(region.TryGetMeta(s_test, out GstMetaRef<Times> copied));
            Assert.Equal(new Times(1000, 2000, None, 1000), copied.Value);
        }

        using (GstBuffer region = buffer.CopyRegion(GstBufferCopyFlags.Flags | GstBufferCopyFlags.Timestamps | GstBufferCopyFlags.Meta, 1, 3))
        {
            Assert.True(region.TryGetMeta(s_test, out GstMetaRef<Times> copied));
            Assert.Equal(new Times(None, None, None, 1000), copied.Value);
        }

        Assert.Equal([(true, false, 0, 4), (true, true, 0, 1), (true, true, 1, 3)], s_transforms);
    }

    [Fact]
    public void meta_locked()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        GstMetaRef<int> meta = buffer.AddMeta(s_foreach, 1);
        GstMetaRef any = meta.Meta;
        any.IsLocked = true;
        Assert.Throws<InvalidOperationException>(() => { Assert.True(buffer.TryGetMeta(s_foreach, out GstMetaRef<int> locked)); buffer.RemoveMeta(locked.Meta); });
        Assert.Throws<InvalidOperationException>(() => buffer.RemoveMetas(static _ => true));
        Assert.Equal(1, buffer.Metas.Count);
        any.IsLocked = false;
        buffer.RemoveMeta(any);
        Assert.Equal(0, buffer.Metas.Count);
    }

    [Fact]
    public void meta_foreach_remove_one() => Removes([1], static m => true, []);

    [Fact]
    public void meta_foreach_remove_head_of_three() => Removes([1, 2, 3], static m => Number(m) == 1, [2, 3]);

    [Fact]
    public void meta_foreach_remove_middle_of_three() => Removes([1, 2, 3], static m => Number(m) == 2, [1, 3]);

    [Fact]
    public void meta_foreach_remove_tail_of_three() => Removes([1, 2, 3], static m => Number(m) == 3, [1, 2]);

    [Fact]
    public void meta_foreach_remove_head_and_middle_of_three() => Removes([1, 2, 3], static m => Number(m) <= 2, [3]);

    [Fact]
    public void meta_foreach_remove_head_and_tail_of_three() => Removes([1, 2, 3], static m => Number(m) != 2, [2]);

    [Fact]
    public void meta_foreach_remove_several()
    {
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < 6; i++)
        {
            GstMetaRef meta = buffer.AddMeta(s_foreach, i).Meta;
            meta.IsPooled = i % 2 == 1;
        }

        Assert.Equal(3, buffer.RemoveMetas(static m => !m.IsPooled));
        Assert.Equal([1, 3, 5], Numbers(buffer));
    }

    [Fact]
    public void meta_iterate()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstMetaCollection.Enumerator none = buffer.Metas.GetEnumerator();
        Assert.False(none.MoveNext());
        buffer.AddMeta(s_foreach, 1);
        buffer.AddMeta(s_test, default);
        buffer.AddMeta(s_foreach, 2);

        HashSet<nint> seen = [];
        GstMetaCollection.Enumerator all = buffer.Metas.GetEnumerator();
        while (all.MoveNext())
        {
            Assert.True(seen.Add(all.Current.DangerousHandle));
        }

        Assert.Equal(3, seen.Count);
        Assert.False(all.MoveNext());

        int filtered = 0;
        foreach (GstMetaRef meta in buffer.MetasOf(s_foreach.Api))
        {
            Assert.Equal(s_foreach.Api, meta.Api);
            filtered++;
        }

        Assert.Equal(2, filtered);
        Assert.Equal(2, buffer.MetasOf(s_foreach.Api).Count);
        Assert.Equal(1, buffer.MetasOf(s_test.Api).Count);
        Assert.Equal(0, buffer.MetasOf(GstMetaApi.Protection).Count);
    }

    [Fact]
    public void meta_seqnum()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstMetaRef first = buffer.AddMeta(s_foreach, 1).Meta;
        GstMetaRef second = buffer.AddMeta(s_foreach, 2).Meta;
        GstMetaRef third = buffer.AddMeta(s_foreach, 3).Meta;
        Assert.True(first.SequenceNumber < second.SequenceNumber && second.SequenceNumber < third.SequenceNumber);
        Assert.True(first.CompareTo(second) < 0);
        Assert.Equal(0, second.CompareTo(second));
        Assert.True(third.CompareTo(second) > 0);
    }

    [Fact]
    public void meta_custom()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        Assert.True(GstCustomMeta.Register("test-custom", ["test-tag"]));
        using GstBuffer buffer = GstBuffer.Create();
        GstCustomMetaRef meta = buffer.AddCustomMeta("test-custom");
        Assert.True(meta.HasName("test-custom"));
        Assert.False(meta.HasName("test-other"));
        GstMetaStructureRef structure = meta.Structure;
        Assert.Equal(("test-custom", 0), (structure.Name, structure.Count));
        structure.Set("test-field", 42);

        using (GstBuffer second = buffer.Retain())
        {
            InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() =>
            {
                Assert.True(buffer.TryGetCustomMeta("test-custom", out GstCustomMetaRef shared));
                shared.Structure.Set("test-field", 43);
            });
            Assert.Contains("not writable", refused.Message, StringComparison.Ordinal);
        }

        using GstBuffer copy = buffer.Copy();
        Assert.True(copy.TryGetCustomMeta("test-custom", out GstCustomMetaRef copied));
        Assert.True(copied.Structure.TryGet("test-field", out int value));
        Assert.Equal(42, value);
        copied.Structure.Set("test-field", 44);
        Assert.Equal(42, structure["test-field"]);
    }

    [Fact]
    public void meta_custom_transform()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        int calls = 0;
        Assert.True(GstCustomMeta.Register("test-custom-transform", transform: (meta, target, transform) =>
        {
            calls++;
            Assert.True(transform.IsCopy);
            GstCustomMetaRef made = target.AddCustomMeta("test-custom-transform");
            made.Structure.Set("copied-from", meta.Structure.TryGet("number", out int number) ? number : -1);
            return true;
        }));
        using GstBuffer buffer = GstBuffer.Create();
        buffer.AddCustomMeta("test-custom-transform").Structure.Set("number", 7);
        using GstBuffer copy = buffer.Copy();
        Assert.Equal(1, calls);
        Assert.True(copy.TryGetCustomMeta("test-custom-transform", out GstCustomMetaRef copied));
        Assert.Equal("test-custom-transform, copied-from=(int)7;", copied.Structure.ToString());
    }

    /// <summary>1.24 and newer; older ones refuse with the version.</summary>
    [Fact]
    public void meta_custom_serialize()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        GstCustomMeta.Register("test-custom-serialize");
        using GstBuffer buffer = GstBuffer.Create();
        GstCustomMetaRef meta = buffer.AddCustomMeta("test-custom-serialize");
        meta.Structure.Set("test-field", 42);
        if (!GstMetaRef.SerializationIsSupported)
        {
            NotSupportedException refused = Assert.Throws<NotSupportedException>(() => { Assert.True(buffer.TryGetCustomMeta("test-custom-serialize", out GstCustomMetaRef m)); m.Meta.Serialize(); });
            Assert.Contains("1.24", refused.Message, StringComparison.Ordinal);
            return;
        }

        byte[] data = meta.Meta.Serialize();
        using GstBuffer other = GstBuffer.Create();
        Assert.True(other.TryDeserializeMeta(data, out int consumed, out GstMetaRef read));
        Assert.Equal(data.Length, consumed);
        Assert.True(read.TryAs(out GstCustomMetaRef custom));
        Assert.Equal(42, custom.Structure["test-field"]);

        // A field without a text form cannot be serialised, and nothing is written.
        SetPointerField(meta.Meta);
        System.Buffers.ArrayBufferWriter<byte> nothing = new();
        Assert.False(meta.Meta.TrySerialize(nothing));
        Assert.Equal(0, nothing.WrittenCount);
        Assert.Throws<NotSupportedException>(() => { Assert.True(buffer.TryGetCustomMeta("test-custom-serialize", out GstCustomMetaRef m)); m.Meta.Serialize(); });

        static unsafe void SetPointerField(GstMetaRef meta)
        {
            GValue value = default;
            LibGObject.g_value_init(&value, GstConstants.G_TYPE_POINTER);
            fixed (byte* name = "pointer\0"u8)
            {
                LibGst.gst_structure_set_value(LibGst.gst_custom_meta_get_structure((Native.GstCustomMeta*)meta.DangerousHandle), name, &value);
            }

            LibGObject.g_value_unset(&value);
        }
    }

    /// <summary>gstbuffer.c, test_parent_buffer_meta.</summary>
    [Fact]
    public void parent_buffer_meta()
    {
        using GstBuffer buffer = GstBuffer.Create();
        using GstBuffer parent = GstBuffer.Create();
        GstParentBufferMetaRef added = buffer.AddParentBufferMeta(parent);
        Assert.Equal(2, parent.ReferenceCount);
        Assert.True(buffer.TryGetParentBufferMeta(out GstParentBufferMetaRef meta));
        Assert.Equal(added.Meta.DangerousHandle, meta.Meta.DangerousHandle);
        Assert.True(meta.IsParent(parent.Borrow()));
        using GstBuffer retained = meta.RetainParent();
        Assert.Equal(parent.DangerousHandle, retained.DangerousHandle);
    }

    /// <summary>gstbuffer.c, test_reference_timestamp_meta_serialization (1.24; with an info structure since 1.28).</summary>
    [Fact]
    public void reference_timestamp_meta_serialization()
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        using GstCaps reference = GstCaps.Parse("timestamp/x-unix");
        using GstBuffer buffer = GstBuffer.Create();
        GstReferenceTimestampMetaRef meta = buffer.AddReferenceTimestampMeta(reference, GstClockTime.FromNanoseconds(1), GstClockTime.FromNanoseconds(2));
        bool hasInfo = GStreamer.Version >= new Version(1, 28);
        if (hasInfo)
        {
            GstMetaStructureRef info = meta.SetInfo("test-structure");
            info.Set("field1", 123);
            info.Set("field2", "hello");
        }

        byte[] data = meta.Meta.Serialize();
        using GstBuffer other = GstBuffer.Create();
        Assert.True(other.TryDeserializeMeta(data, out int consumed, out GstMetaRef read));
        Assert.Equal(data.Length, consumed);
        Assert.True(read.TryAs(out GstReferenceTimestampMetaRef stamp));
        Assert.Equal((1UL, 2UL), (stamp.Timestamp.Nanoseconds, stamp.Duration.Nanoseconds));
        using GstCaps found = stamp.RetainReference();
        Assert.Equal(reference, found);
        Assert.Equal(hasInfo, stamp.TryGetInfo(out GstMetaStructureRef readInfo));
        if (hasInfo)
        {
            Assert.Equal(((object)123, (object)"hello"), (readInfo["field1"], readInfo["field2"]));
        }
    }

    private static void Removes(int[] numbers, GstMetaPredicate match, int[] left)
    {
        using GstBuffer buffer = GstBuffer.Create();
        foreach (int number in numbers)
        {
            buffer.AddMeta(s_foreach, number);
        }

        Assert.Equal(numbers.Length - left.Length, buffer.RemoveMetas(match));
        Assert.Equal(left, Numbers(buffer));
    }

    private static int Number(GstMetaRef meta)
    {
        Assert.True(meta.TryAs(s_foreach, out GstMetaRef<int> own));
        return own.Value;
    }

    private static List<int> Numbers(GstBuffer buffer)
    {
        List<int> numbers = [];
        foreach (GstMetaRef meta in buffer.Metas)
        {
            numbers.Add(Number(meta));
        }

        return numbers;
    }
}
