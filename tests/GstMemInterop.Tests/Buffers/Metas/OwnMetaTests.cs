using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Buffers.Metas;

/// <summary>Metas with payloads and objects of our own.</summary>
public class OwnMetaTests
{
    private readonly record struct Timing(long Captured, long Decoded, byte Camera);

    private static readonly GstMeta<Timing> s_timing = GstMeta.Register<Timing>("OwnMetaTiming");
    private static readonly GstMeta<Timing> s_dropped = GstMeta.Register<Timing>("OwnMetaDropped", new GstMetaRules { KeepOnCopy = false, KeepOnRegion = false });
    private static readonly GstMeta<Timing> s_wholeOnly = GstMeta.Register<Timing>("OwnMetaWholeOnly", new GstMetaRules { KeepOnRegion = false });
    private static readonly GstMeta<int> s_memory = GstMeta.Register<int>("OwnMetaMemory", new GstMetaRules { Tags = [GstMetaTags.Memory] });
    private static readonly GstMeta<int> s_throwing = GstMeta.Register<int>("OwnMetaThrowing", transform: static (ref int _, GstMetaTransform _) => throw new InvalidDataException("own"));

    [Fact]
    public void A_payload_is_set_changed_and_copied()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
        Assert.False(buffer.TryGetMeta(s_timing, out GstMetaRef<Timing> none));
        Assert.True(none.IsNull);
        GstMetaRef<Timing> meta = buffer.AddMeta(s_timing, new Timing(1, 2, 3));
        meta.Value = meta.Value with { Decoded = 20 };
        Assert.True(buffer.TryGetMeta(s_timing, out GstMetaRef<Timing> read));
        Assert.Equal(new Timing(1, 20, 3), read.Value);
        Assert.Equal("OwnMetaTiming", read.Meta.Implementation);
        Assert.Equal("OwnMetaTimingAPI", s_timing.Api.Name);

        using GstBuffer copy = buffer.Copy();
        Assert.True(copy.TryGetMeta(s_timing, out GstMetaRef<Timing> copied));
        copied.Value = default;
        Assert.Equal(new Timing(1, 20, 3), read.Value);
        using GstBuffer deep = buffer.CopyDeep();
        Assert.True(deep.TryGetMeta(s_timing, out GstMetaRef<Timing> deepCopied));
        Assert.Equal(new Timing(1, 20, 3), deepCopied.Value);

        using GstBuffer shared = buffer.Retain();
        Assert.Equal(new Timing(1, 20, 3), read.Value);
        Assert.Throws<InvalidOperationException>(() => { Assert.True(buffer.TryGetMeta(s_timing, out GstMetaRef<Timing> m)); m.Value = default; });
        Assert.Throws<InvalidOperationException>(() => buffer.AddMeta(s_timing, default));
        Assert.Throws<InvalidOperationException>(() => { Assert.True(buffer.TryGetMeta(s_timing, out GstMetaRef<Timing> m)); buffer.RemoveMeta(m.Meta); });
    }

    [Fact]
    public void The_rules_decide_what_copies_and_ranges_get()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
        buffer.AddMeta(s_timing, new Timing(1, 1, 1));
        buffer.AddMeta(s_dropped, new Timing(2, 2, 2));
        buffer.AddMeta(s_wholeOnly, new Timing(3, 3, 3));
        buffer.AddMeta(s_memory, 4);
        Assert.Equal(["OwnMetaTiming", "OwnMetaDropped", "OwnMetaWholeOnly", "OwnMetaMemory"], Names(buffer));
        using GstBuffer whole = buffer.Copy();
        Assert.Equal(["OwnMetaTiming", "OwnMetaWholeOnly", "OwnMetaMemory"], Names(whole));
        using GstBuffer range = buffer.CopyRegion(GstBufferCopyFlags.Meta, 1, 2);
        Assert.Equal(["OwnMetaTiming"], Names(range));
    }

    [Fact]
    public void An_exception_in_a_transform_is_reported_and_the_copy_goes_without()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AddMeta(s_throwing, 1);
        buffer.AddMeta(s_timing, default);
        using FailureLog failures = new();
        using GstBuffer copy = buffer.Copy();
        Assert.Equal(["transform of a meta: own"], failures.Texts);
        Assert.Equal(["OwnMetaTiming"], Names(copy));
    }

    [Fact]
    public void A_kind_is_registered_once()
    {
        Assert.Same(s_timing, GstMeta.Register<Timing>("OwnMetaTiming"));
        Assert.Same(s_wholeOnly, GstMeta.Register<Timing>("OwnMetaWholeOnly", new GstMetaRules { KeepOnRegion = false }));
        Assert.Throws<InvalidOperationException>(() => GstMeta.Register<int>("OwnMetaTiming"));
        Assert.Throws<InvalidOperationException>(() => GstMeta.Register<Timing>("OwnMetaTiming", new GstMetaRules { Tags = ["other"] }));
        Assert.Throws<InvalidOperationException>(() => GstObjectMeta.Register<string>("OwnMetaTiming"));
        Assert.Throws<InvalidOperationException>(() => GstMeta.Register<int>("GstBuffer"));
        Assert.Throws<ArgumentException>(() => GstMeta.Register<int>("no good"));
        Assert.Throws<ArgumentException>(() => GstObjectMeta.Register<string>("OwnMetaObjectBytes", new GstMetaRules { Serializable = true }));
        GstMeta<short>[] made = new GstMeta<short>[4];
        Parallel.For(0, made.Length, i => made[i] = GstMeta.Register<short>("OwnMetaRaced"));
        Assert.All(made, m => Assert.Same(made[0], m));
    }

    [Fact]
    public void A_payload_is_serialised_when_it_says_so_and_GStreamer_can()
    {
        GstMeta<Timing> portable = GstMeta.Register<Timing>("OwnMetaPortable", new GstMetaRules { Serializable = true });
        using GstBuffer buffer = GstBuffer.Create();
        GstMetaRef<Timing> meta = buffer.AddMeta(portable, new Timing(5, 6, 7));
        using (GstBuffer copy = buffer.Copy())
        {
            Assert.True(copy.TryGetMeta(portable, out GstMetaRef<Timing> copied));
            Assert.Equal(new Timing(5, 6, 7), copied.Value);
        }

        if (!GstMetaRef.SerializationIsSupported)
        {
            Assert.Throws<NotSupportedException>(() => { Assert.True(buffer.TryGetMeta(portable, out GstMetaRef<Timing> m)); m.Meta.Serialize(); });
            Assert.Throws<NotSupportedException>(() => buffer.TryDeserializeMeta([1], out _, out _));
            return;
        }

        byte[] data = meta.Meta.Serialize();
        using GstBuffer other = GstBuffer.Create();
        Assert.True(other.TryDeserializeMeta(data, out int consumed, out GstMetaRef read));
        Assert.Equal(data.Length, consumed);
        Assert.True(read.TryAs(portable, out GstMetaRef<Timing> value));
        Assert.Equal(new Timing(5, 6, 7), value.Value);
        Assert.False(other.TryDeserializeMeta(data.AsSpan(0, data.Length - 1), out _, out _));

        using GstBuffer closed = GstBuffer.Create();
        Assert.Throws<NotSupportedException>(() => closed.AddMeta(s_timing, default).Meta.Serialize());
    }

    [Fact]
    public void An_object_comes_out_as_it_went_in_and_is_released_once()
    {
        List<Payload> released = [];
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaObject", released: released.Add);
        Payload payload = new();
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AddMeta(kind, payload);
        Assert.Equal(1, kind.LiveCount);
        GstBuffer copy = buffer.Copy();
        GstBuffer range = buffer.CopyRegion(GstBufferCopyFlags.Meta, 0, 1);
        Assert.Equal(3, kind.LiveCount);
        Assert.True(range.TryGetMeta(kind, out GstObjectMetaRef<Payload> read));
        Assert.Same(payload, read.Value);
        Assert.True(copy.TryGetMeta(kind, out read));
        copy.RemoveMeta(read.Meta);
        Assert.False(copy.TryGetMeta(kind, out _));
        buffer.Dispose();
        Assert.Empty(released);
        copy.Dispose();
        range.Dispose();
        Assert.Equal([payload], released);
        Assert.Equal(0, kind.LiveCount);
    }

    [Fact]
    public void Copies_may_get_objects_of_their_own_or_none()
    {
        List<Payload> released = [];
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaCloned", new GstMetaRules { KeepOnRegion = false }, static p => p.Depth < 2 ? new Payload { Depth = p.Depth + 1 } : null, released.Add);
        using (GstBuffer buffer = GstBuffer.CopyOf("abc"u8))
        {
            buffer.AddMeta(kind, new Payload());
            using GstBuffer copy = buffer.Copy();
            Assert.True(copy.TryGetMeta(kind, out GstObjectMetaRef<Payload> first));
            Assert.Equal(1, first.Value!.Depth);
            using GstBuffer second = copy.Copy();
            using GstBuffer third = second.Copy();
            Assert.False(third.TryGetMeta(kind, out _));
            using GstBuffer range = buffer.CopyRegion(GstBufferCopyFlags.Meta, 0, 1);
            Assert.False(range.TryGetMeta(kind, out _));
            Assert.Equal(3, kind.LiveCount);
        }

        Assert.Equal(3, released.Distinct().Count());
        Assert.Equal(3, released.Count);
        Assert.Equal(0, kind.LiveCount);
    }

    [Fact]
    public void An_object_stays_reachable_while_a_buffer_carries_it_and_no_longer()
    {
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaReachable");
        GstBuffer buffer = GstBuffer.Create();
        WeakReference weak = Attach(buffer, kind);
        GstFixture.Settle();
        Assert.True(weak.IsAlive);
        buffer.Dispose();
        GstFixture.Settle();
        Assert.False(weak.IsAlive);
        Assert.Equal(0, kind.LiveCount);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Attach(GstBuffer buffer, GstObjectMeta<Payload> kind)
        {
            Payload payload = new();
            buffer.AddMeta(kind, payload);
            return new WeakReference(payload);
        }
    }

    [Fact]
    public void Exceptions_of_object_handlers_stay_out_of_C()
    {
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaObjectThrows", copy: static _ => throw new InvalidDataException("copy"), released: static _ => throw new InvalidDataException("released"));
        using FailureLog failures = new();
        using (GstBuffer buffer = GstBuffer.CopyOf("abc"u8))
        {
            buffer.AddMeta(kind, new Payload());
            using GstBuffer copy = buffer.Copy();
            Assert.False(copy.TryGetMeta(kind, out _));
        }

        Assert.Equal(["transform of a meta: copy", "release of a meta: released"], failures.Texts);
        Assert.Equal(0, kind.LiveCount);
    }

    [Fact]
    public void Objects_are_shared_and_released_once_across_threads()
    {
        int released = 0;
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaThreads", released: _ => Interlocked.Increment(ref released));
        for (int round = 0; round < 200; round++)
        {
            using GstBuffer buffer = GstBuffer.Create();
            buffer.AddMeta(kind, new Payload());
            Parallel.For(0, 4, _ =>
            {
                using GstBuffer copy = buffer.Copy();
                using GstBuffer again = copy.Copy();
            });
        }

        Assert.Equal(200, released);
        Assert.Equal(0, kind.LiveCount);
    }

    [Fact]
    public void Metas_travel_through_a_pipeline()
    {
        GstObjectMeta<Payload> kind = GstObjectMeta.Register<Payload>("OwnMetaTravels");
        using (GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=20 ! video/x-raw,format=GRAY8,width=64,height=48,framerate=300/1 ! identity name=in ! queue ! tee name=t ! queue ! fakesink name=out async=false t. ! fakesink async=false"))
        {
            using GstPad source = pipeline.GetPad("in", "src");
            using PadProbe mark = source.AddBufferProbe(kind, static (ref BufferProbe p, GstObjectMeta<Payload> k) =>
            {
                p.MakeWritable();
                p.Buffer.AddMeta(k, new Payload { Depth = (int)p.Buffer.Offset!.Value });
                p.Buffer.AddMeta(s_timing, new Timing((long)p.Buffer.Pts.Nanoseconds, 0, 0));
                return GstPadProbeReturn.Ok;
            });
            using GstPad sink = pipeline.GetPad("out", "sink");
            List<int> seen = [];
            using PadProbe check = sink.AddBufferProbe((kind, seen), static (ref BufferProbe p, (GstObjectMeta<Payload> Kind, List<int> Seen) state) =>
            {
                Assert.True(p.Buffer.TryGetMeta(state.Kind, out GstObjectMetaRef<Payload> meta));
                Assert.True(p.Buffer.TryGetMeta(s_timing, out GstMetaRef<Timing> timing));
                Assert.Equal((long)p.Buffer.Pts.Nanoseconds, timing.Value.Captured);
                state.Seen.Add(meta.Value!.Depth);
                return GstPadProbeReturn.Ok;
            });
            pipeline.Run(TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, 20), seen);
        }

        Assert.Equal(0, kind.LiveCount);
    }

    [Fact]
    public void Elements_ask_the_rules_and_the_handler_when_they_change_the_picture()
    {
        string[] tags = [GstMetaTags.Video, GstMetaTags.VideoSize];
        List<string> kinds = [];
        GstMeta<int> kept = GstMeta.Register<int>("OwnMetaScaledKept", new GstMetaRules { Tags = tags, KeepOnOther = true });
        GstMeta<int> lost = GstMeta.Register<int>("OwnMetaScaledLost", new GstMetaRules { Tags = tags });
        GstMeta<int> halved = GstMeta.Register<int>("OwnMetaScaledHalved", new GstMetaRules { Tags = tags }, (ref int x, GstMetaTransform transform) =>
        {
            kinds.Add($"{transform.Kind} {transform.IsCopy} {transform.IsRegion} {transform.Offset} {transform.Size}");
            x /= 2;
            return true;
        });
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=1 ! video/x-raw,format=GRAY8,width=64,height=48 ! identity name=in ! videoscale ! video/x-raw,width=32,height=24 ! fakesink name=out");
        using GstPad source = pipeline.GetPad("in", "src");
        using PadProbe mark = source.AddBufferProbe((ref BufferProbe p) =>
        {
            p.MakeWritable();
            p.Buffer.AddMeta(kept, 10);
            p.Buffer.AddMeta(lost, 20);
            p.Buffer.AddMeta(halved, 30);
            return GstPadProbeReturn.Ok;
        });
        using GstPad sink = pipeline.GetPad("out", "sink");
        List<int> seen = [];
        using PadProbe check = sink.AddBufferProbe((ref BufferProbe p) =>
        {
            seen.Add(p.Buffer.TryGetMeta(kept, out GstMetaRef<int> k) ? k.Value : -1);
            seen.Add(p.Buffer.TryGetMeta(lost, out GstMetaRef<int> l) ? l.Value : -1);
            seen.Add(p.Buffer.TryGetMeta(halved, out GstMetaRef<int> h) ? h.Value : -1);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal([10, -1, 15], seen);
        Assert.StartsWith("gst-video-", kinds[0], StringComparison.Ordinal);
        Assert.EndsWith(" False False 0 0", kinds[0], StringComparison.Ordinal);

        // Before 1.22, videoscale has its base class copy what it has transformed: the new frame carries both, the right one first.
        string[] alsoCopied = GStreamer.Version < new Version(1, 22) ? [$"gst-copy True False 0 {nuint.MaxValue}"] : [];
        Assert.Equal(alsoCopied, kinds[1..]);
    }

    private static List<string> Names(GstBuffer buffer)
    {
        List<string> names = [];
        foreach (GstMetaRef meta in buffer.Metas)
        {
            names.Add(meta.Implementation);
        }

        return names;
    }

    private sealed class Payload
    {
        internal int Depth { get; init; }
    }
}
