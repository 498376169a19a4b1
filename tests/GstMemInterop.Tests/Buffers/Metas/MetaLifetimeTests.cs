using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Buffers.Metas;

/// <summary>A view of a meta never reaches a meta that is not there.</summary>
public class MetaLifetimeTests
{
    private static readonly GstMeta<long> s_number = GstMeta.Register<long>("MetaLifetimeNumber");

    /// <summary>Peers, row 17: a meta that was used after its buffer aborted the process.</summary>
    [Fact]
    public void A_meta_of_a_disposed_buffer_throws()
    {
        GstBuffer buffer = GstBuffer.Create();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            GstMetaRef<long> meta = buffer.AddMeta(s_number, 1);
            buffer.Dispose();
            _ = meta.Value;
        });
        GstBuffer video = GstBuffer.Create();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            GstVideoMetaRef meta = video.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 8, 8);
            video.Dispose();
            meta.Id = 3;
        });
        GstBuffer enumerated = GstBuffer.Create();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            enumerated.AddMeta(s_number, 1);
            foreach (GstMetaRef meta in enumerated.Metas)
            {
                enumerated.Dispose();
            }
        });
        Assert.Throws<ObjectDisposedException>(() => _ = enumerated.Metas.Count);
        Assert.Throws<ObjectDisposedException>(() => enumerated.AddMeta(s_number, 1));
        Assert.Throws<ObjectDisposedException>(() => enumerated.TryGetVideoMeta(out _));
    }

    [Fact]
    public void A_removed_meta_throws_also_when_another_one_took_its_place()
    {
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < 50; i++)
        {
            InvalidOperationException gone = Assert.Throws<InvalidOperationException>(() =>
            {
                GstMetaRef<long> meta = buffer.AddMeta(s_number, 1);
                buffer.RemoveMeta(meta.Meta);
                GstMetaRef<long> next = buffer.AddMeta(s_number, 2); // most often at the same address
                Assert.Equal(2, next.Value);
                _ = meta.Value;
            });
            Assert.Contains("removed", gone.Message, StringComparison.Ordinal);
        }

        Assert.Equal(50, buffer.RemoveMetas(static _ => true));
    }

    [Fact]
    public void A_structure_of_a_removed_meta_throws()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        GstCustomMeta.Register("lifetime-custom");
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Throws<InvalidOperationException>(() =>
        {
            GstMetaStructureRef structure = buffer.AddCustomMeta("lifetime-custom").Structure;
            buffer.RemoveMetas(static _ => true);
            structure.Set("field", 1);
        });
        Assert.Throws<InvalidOperationException>(() => _ = default(GstMetaStructureRef).Name);
        Assert.Throws<InvalidOperationException>(() => default(GstMetaStructureRef).Set("field", 1));
    }

    [Fact]
    public void Default_views_throw()
    {
        Assert.Throws<InvalidOperationException>(() => _ = default(GstMetaRef).Flags);
        Assert.Throws<InvalidOperationException>(() => _ = default(GstVideoMetaRef).Width);
        Assert.Throws<InvalidOperationException>(() => _ = default(GstMetaRef<int>).Value);
        Assert.Throws<InvalidOperationException>(() => { GstVideoCropMetaRef crop = default; crop.X = 1; });
        Assert.Throws<InvalidOperationException>(() => _ = default(GstMetaCollection).Count);
        Assert.Throws<InvalidOperationException>(() => { GstMetaCollection.Enumerator e = default; _ = e.Current; });
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Throws<ArgumentException>(() => buffer.RemoveMeta(default));
        Assert.Throws<ArgumentException>(() => buffer.MetasOf(default));
        Assert.Throws<ArgumentException>(() => buffer.TryGetMeta(default(GstMetaApi), out _));
        Assert.Equal(("", true, false), (default(GstMetaApi).Name, default(GstMetaApi).IsNull, default(GstMetaApi).HasTag("memory")));
        Assert.Empty(default(GstMetaApi).Tags);
    }

    [Fact]
    public void A_meta_of_another_buffer_is_not_removed()
    {
        using GstBuffer mine = GstBuffer.Create();
        using GstBuffer other = GstBuffer.Create();
        mine.AddMeta(s_number, 1);
        Assert.Throws<ArgumentException>(() => { Assert.True(mine.TryGetMeta(s_number, out GstMetaRef<long> meta)); other.RemoveMeta(meta.Meta); });
        Assert.Throws<ArgumentException>(() =>
        {
            Assert.True(mine.TryGetMeta(s_number, out GstMetaRef<long> meta));
            mine.RemoveMeta(meta.Meta);
            mine.RemoveMeta(meta.Meta);
        });
    }

    [Fact]
    public void Metas_may_be_removed_and_added_while_they_are_enumerated()
    {
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < 6; i++)
        {
            buffer.AddMeta(s_number, i);
        }

        List<long> seen = [];
        foreach (GstMetaRef meta in buffer.Metas)
        {
            Assert.True(meta.TryAs(s_number, out GstMetaRef<long> own));
            long number = own.Value;
            seen.Add(number);
            if (number == 1)
            {
                // The one at hand, the next one, and all that follow but the last.
                Assert.Equal(4, buffer.RemoveMetas(static m => m.TryAs(s_number, out GstMetaRef<long> o) && o.Value is >= 1 and <= 4));
                buffer.AddMeta(s_number, 100);
            }
        }

        Assert.Equal([0, 1, 5, 100], seen);
    }

    [Fact]
    public void Flags_are_read_and_set_and_need_a_writable_buffer()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstMetaRef meta = buffer.AddMeta(s_number, 1).Meta;
        Assert.Equal((GstMetaFlags.None, false, false, false), (meta.Flags, meta.IsPooled, meta.IsLocked, meta.IsReadOnly));
        meta.IsPooled = true;
        meta.IsLocked = true;
        Assert.Equal(GstMetaFlags.Pooled | GstMetaFlags.Locked, meta.Flags);
        meta.IsPooled = false;
        Assert.Equal(GstMetaFlags.Locked, meta.Flags);
        using GstBuffer copy = buffer.Copy();
        Assert.True(copy.TryGetMeta(s_number.Api, out GstMetaRef copied));
        Assert.Equal(GstMetaFlags.None, copied.Flags);
        using GstBuffer shared = buffer.Retain();
        Assert.Throws<InvalidOperationException>(() => { Assert.True(buffer.TryGetMeta(s_number.Api, out GstMetaRef m)); m.IsLocked = false; });
        Assert.Throws<InvalidOperationException>(() => buffer.RemoveMetas(static _ => true));
    }

    [Fact]
    public void Another_kind_is_not_taken_for_ours()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstMetaRef meta = buffer.AddMeta(s_number, 1).Meta;
        Assert.False(meta.TryAs(out GstVideoMetaRef _));
        Assert.False(meta.TryAs(out GstVideoOverlayCompositionMetaRef _));
        Assert.False(meta.TryAs(out GstAudioMetaRef _));
        Assert.False(meta.TryAs(out GstAudioClippingMetaRef _));
        Assert.False(meta.TryAs(out GstReferenceTimestampMetaRef _));
        Assert.False(meta.TryAs(out GstParentBufferMetaRef _));
        Assert.False(meta.TryAs(out GstProtectionMetaRef _));
        Assert.False(meta.TryAs(out GstCustomMetaRef _));
        GstObjectMeta<string> other = GstObjectMeta.Register<string>("MetaLifetimeText");
        Assert.False(meta.TryAs(other, out GstObjectMetaRef<string> none));
        Assert.True(none.IsNull);
    }

    [Fact]
    public void Disposing_on_another_thread_ends_in_an_exception_and_never_in_a_crash()
    {
        for (int round = 0; round < 200; round++)
        {
            GstBuffer buffer = GstBuffer.Create();
            buffer.AddMeta(s_number, 7);
            Thread other = new(buffer.Dispose);
            other.Start();
            try
            {
                while (buffer.TryGetMeta(s_number, out GstMetaRef<long> meta))
                {
                    Assert.Equal(7, meta.Value);
                }
            }
            catch (ObjectDisposedException)
            {
            }

            other.Join();
        }
    }

    [Fact]
    public void Looking_at_metas_allocates_nothing()
    {
        using GstBuffer buffer = GstBuffer.Create();
        buffer.AddMeta(s_number, 7);
        buffer.AddVideoCropMeta(1, 2, 3, 4);
        Assert.Equal(7 + 3, Sum(buffer));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Sum(buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static long Sum(GstBuffer buffer)
        {
            long sum = 0;
            foreach (GstMetaRef meta in buffer.Metas)
            {
                sum += meta.TryAs(s_number, out GstMetaRef<long> number) ? number.Value : 0;
                sum += meta.TryAs(out GstVideoCropMetaRef crop) ? crop.Width : 0;
            }

            return sum;
        }
    }
}
