namespace GstMemInterop.Tests.Compile;

internal static partial class Escapes
{
    private static IEnumerable<Escape> OfViews =>
    [
        new("return a view", "CS8347|CS8168", """
            VideoFrameView F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); return new VideoFrameView(m, info, b.Borrow()); }
            """),
        new("return a read-only view", "CS8347|CS8168", """
            ReadOnlyVideoFrameView F(GstBuffer b, GstVideoInfo info) { using ReadMapping m = b.MapRead(); return new ReadOnlyVideoFrameView(m, info, b.Borrow()); }
            """),
        new("return a view of a mapping that nobody holds", "CS8347|CS8156", """
            VideoFrameView F(GstBuffer b, GstVideoInfo info) => new(b.MapWrite(), info, b.Borrow());
            """),
        new("return a plane of a view", "CS8347|CS8168", """
            PlaneSpan<byte> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); return new VideoFrameView(m, info, b.Borrow()).Plane(0); }
            """),
        new("return a plane of a read-only view", "CS8352", """
            ReadOnlyPlaneSpan<byte> F(GstBuffer b, GstVideoInfo info) { using ReadMapping m = b.MapRead(); ReadOnlyVideoFrameView v = new(m, info, b.Borrow()); return v.Plane(0); }
            """),
        new("return a row of a plane", "CS8352", """
            Span<byte> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); PlaneSpan<byte> plane = new VideoFrameView(m, info, b.Borrow()).Plane(0); return plane.Row(3); }
            """),
        new("return a rectangle of a plane", "CS8347|CS8168", """
            PlaneSpan<byte> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); return new VideoFrameView(m, info, b.Borrow()).Plane(0).Rectangle(0, 0, 1, 1); }
            """),
        new("a view past the using statement", "CS8347|CS8168", """
            int F(GstBuffer b, GstVideoInfo info) { VideoFrameView view; using (WriteMapping m = b.MapWrite()) { view = new(m, info, b.Borrow()); } return view.PlaneCount; }
            """),
        new("a row in an outer span", "CS8352", """
            int F(GstBuffer b, GstVideoInfo info) { Span<byte> row = default; using (WriteMapping m = b.MapWrite()) { PlaneSpan<byte> p = new VideoFrameView(m, info, b.Borrow()).Plane(0); row = p[0]; } return row.Length; }
            """),
        new("a pixel by reference", "CS8352|CS8347|CS8168", """
            ref byte F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); PlaneSpan<byte> p = new VideoFrameView(m, info, b.Borrow()).Plane(0); return ref p[0, 0]; }
            """),
        new("return a field of a view", "CS8352|CS8347|CS8168", """
            VideoFrameView F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.TopField; }
            """),
        new("return typed pixels", "CS8352|CS8347|CS8168", """
            PlaneSpan<uint> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.Pixels<uint>(); }
            """),
        new("return a typed plane of a field", "CS8352|CS8347|CS8168", """
            PlaneSpan<ushort> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.BottomField.Plane<ushort>(0); }
            """),
        new("return a typed row", "CS8352|CS8347|CS8168", """
            Span<uint> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.Row<uint>(0); }
            """),
        new("return a palette", "CS8352|CS8347|CS8168", """
            Span<uint> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.Palette; }
            """),
        new("return a component", "CS8352|CS8347|CS8168", """
            VideoComponent<byte> F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); return v.Component<byte>(0); }
            """),
        new("a value of a component by reference", "CS8352|CS8347|CS8168", """
            ref byte F(GstBuffer b, GstVideoInfo info) { using WriteMapping m = b.MapWrite(); VideoFrameView v = new(m, info, b.Borrow()); VideoComponent<byte> c = v.Component<byte>(0); return ref c[0, 0]; }
            """),
        new("return a read-only component", "CS8352|CS8347|CS8168", """
            ReadOnlyVideoComponent<byte> F(GstBuffer b, GstVideoInfo info) { using ReadMapping m = b.MapRead(); ReadOnlyVideoFrameView v = new(m, info, b.Borrow()); return v.Component<byte>(0); }
            """),
        new("return a view of sound", "CS8352|CS8347|CS8168", """
            AudioView F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); return new AudioView(m, info, b.Borrow()); }
            """),
        new("return samples", "CS8352|CS8347|CS8168", """
            Span<short> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); return v.Samples<short>(); }
            """),
        new("return read-only samples", "CS8352|CS8347|CS8168", """
            ReadOnlySpan<short> F(GstBuffer b, GstAudioInfo info) { using ReadMapping m = b.MapRead(); ReadOnlyAudioView v = new(m, info, b.Borrow()); return v.Samples<short>(); }
            """),
        new("return a plane of sound", "CS8352|CS8347|CS8168", """
            Span<byte> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); return v.Plane(0); }
            """),
        new("return the bytes of a sample", "CS8352|CS8347|CS8168", """
            Span<byte> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); return v[0, 0]; }
            """),
        new("return a channel", "CS8352|CS8347|CS8168", """
            AudioChannel<short> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); return v.Channel<short>(0); }
            """),
        new("return a channel made read-only", "CS8352|CS8347|CS8168", """
            ReadOnlyAudioChannel<short> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); ReadOnlyAudioChannel<short> c = v.Channel<short>(0); return c; }
            """),
        new("a sample by reference", "CS8352|CS8347|CS8168", """
            ref short F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); return ref v.Sample<short>(0, 0); }
            """),
        new("a sample of a channel by reference", "CS8352|CS8347|CS8168", """
            ref short F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); AudioChannel<short> c = v.Channel<short>(0); return ref c[0]; }
            """),
        new("a sample of an enumerator by reference", "CS8352|CS8347|CS8168", """
            ref readonly short F(GstBuffer b, GstAudioInfo info) { using ReadMapping m = b.MapRead(); ReadOnlyAudioView v = new(m, info, b.Borrow()); ReadOnlyAudioChannel<short>.Enumerator e = v.Channel<short>(0).GetEnumerator(); e.MoveNext(); return ref e.Current; }
            """),
        new("the span of a channel", "CS8352|CS8347|CS8168", """
            Span<short> F(GstBuffer b, GstAudioInfo info) { using WriteMapping m = b.MapWrite(); AudioView v = new(m, info, b.Borrow()); v.Channel<short>(0).TryGetSpan(out Span<short> s); return s; }
            """),
    ];

    private static IEnumerable<Escape> OfProbes =>
    [
        new("a probe captured by a lambda", "CS1628", """
            GstPadProbeReturn F(ref BufferProbe p) { Action later = () => p.MakeWritable(); later(); return GstPadProbeReturn.Ok; }
            """),
        new("a probe's buffer captured by a lambda", "CS8175|CS9108", """
            GstPadProbeReturn F(ref BufferProbe p) { GstBufferRef b = p.Buffer; Action later = () => Console.WriteLine(b.Size); later(); return GstPadProbeReturn.Ok; }
            """),
        new("the span of a frame, out of the handler", "CS8175|CS9108|CS8168", """
            void F(GstPad pad) { Span<byte> seen = default; pad.AddBufferProbe((ref BufferProbe p) => { using WriteMapping m = p.EditBuffer(); seen = m.Span; return GstPadProbeReturn.Ok; }); }
            """),
        new("the span of a frame, from a helper", "CS8156", """
            static Span<byte> Pixels(ref BufferProbe p) => p.EditBuffer().Span;
            """),
        new("a probe in a field", "CS8345", """
            BufferProbe _probe;
            """),
        new("a probe's buffer in a field", "CS8345", """
            GstBufferRef _buffer;
            """),
        new("a probe's buffer in a list", "CS9244", """
            static GstPadProbeReturn F(ref BufferProbe p, List<GstBufferRef> kept) => GstPadProbeReturn.Ok;
            """),
        new("a list item captured by a lambda", "CS1628", """
            bool F(ref GstBufferListItem item) { Func<int> later = () => item.Index; return later() == 0; }
            """),
        new("a list item's buffer boxed", "CS0029", """
            object F(ref GstBufferListItem item) => item.Buffer;
            """),
        new("a meta in a field", "CS8345", """
            GstVideoMetaRef _meta;
            """),
        new("a meta in a tuple that is returned", "CS9244", """
            (GstMetaRef, int) F(GstBuffer b) => default;
            """),
    ];

    private static IEnumerable<Escape> OfLeases =>
    [
        new("the span of a chunk's lease", "CS8168", """
            Span<byte> F(NativeChunk chunk) { using SpanLease l = chunk.Lease(); return l.Span; }
            """),
        new("the span of a read-only lease", "CS8168", """
            ReadOnlySpan<byte> F(NativeChunk chunk) { using ReadOnlySpanLease l = chunk.LeaseReadOnly(); return l.Span; }
            """),
        new("the span of a lease that nobody holds", "CS8156", """
            Span<byte> F(NativeChunk chunk) => chunk.Lease().Span;
            """),
        new("As of a lease", "CS8168", """
            Span<int> F(NativeSlice slice) { using SpanLease l = slice.Lease(); return l.As<int>(); }
            """),
        new("a lease past its using statement", "CS8168", """
            int F(MemoryView view) { ReadOnlySpan<byte> outer = default; using (ReadOnlySpanLease l = view.LeaseReadOnly()) { outer = l.Span; } return outer.Length; }
            """),
        new("a plane over a lease", "CS8347|CS8168", """
            PlaneSpan<byte> F(NativeChunk chunk) { using SpanLease l = chunk.Lease(); return new PlaneSpan<byte>(l.Span, 2, 2, 2); }
            """),
    ];

    private static IEnumerable<Escape> ToTheHeap =>
    [
        new("a mapping in a field", "CS8345", """
            WriteMapping _mapping;
            """),
        new("a mapping in an automatic property", "CS8345", """
            ReadMapping Mapping { get; set; }
            """),
        new("a mapping in an array", "CS0611", """
            WriteMapping[] F() => [];
            """),
        new("a mapping in a list", "CS9244", """
            List<ReadMapping> F() => [];
            """),
        new("a boxed mapping", "CS0029", """
            object F(GstBuffer b) => b.MapWrite();
            """),
        new("a mapping as IDisposable", "CS0029", """
            IDisposable F(GstBuffer b) => b.MapWrite();
            """),
        new("a mapping captured by a lambda", "CS8175|CS9108", """
            Action F(GstBuffer b) { WriteMapping m = b.MapWrite(); return () => m.Dispose(); }
            """),
        new("a span captured by a lambda", "CS8175|CS9108", """
            Func<int> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); Span<byte> s = m.Span; return () => s.Length; }
            """),
        new("a mapping captured by a local function that lives on", "CS8175|CS9108", """
            Func<int> F(GstBuffer b) { using ReadMapping m = b.MapRead(); int Length() => m.Span.Length; return Length; }
            """),
        new("a mapping over an await", "CS4007", """
            async Task F(GstBuffer b) { using WriteMapping m = b.MapWrite(); await Task.Yield(); m.Span[0] = 1; }
            """),
        new("a span over an await", "CS4007", """
            async Task F(GstBuffer b) { WriteMapping m = b.MapWrite(); Span<byte> s = m.Span; m.Dispose(); await Task.Yield(); s[0] = 1; }
            """),
        new("a mapping over a yield", "CS4007", """
            IEnumerable<byte> F(GstBuffer b) { using ReadMapping m = b.MapRead(); yield return m.Span[0]; yield return m.Span[1]; }
            """),
        new("foreach over mappings with a yield inside", "CS4007", """
            IEnumerable<int> F(GstBuffer b) { foreach (ReadMapping part in b.MapEachRead()) { yield return part.Span.Length; } }
            """),
        new("a mapping as the argument of an asynchronous method", "CS4012", """
            async Task F(ReadMapping m) { await Task.Yield(); }
            """),
        new("a task of a mapping", "CS9244", """
            Task<ReadMapping> F(GstBuffer b) => throw new NotSupportedException();
            """),
    ];
}
