using System.Runtime.InteropServices;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>The overrides of an allocator, each reached through several calls.</summary>
internal static class AllocatorSites
{
    internal static IEnumerable<Site> All =>
    [
        On("Allocate", "memory", static a => { using GstMemory m = a.Allocate(16); Site.Holds(m.Size == 16, "an allocated memory has another size"); }),
        On("Allocate", "buffer", static a => { using GstBuffer b = GstBuffer.Allocate(16, a); Site.Holds(b.Size == 16, "an allocated buffer has another size"); }),
        On("Allocate", "as the default", static a => { using (a.SetDefault()) { using GstBuffer b = GstBuffer.Allocate(16); Site.Holds(b.Size == 16, "an allocated buffer has another size"); } }),
        On("BlockAlignment", "memory", static a => a.Allocate(16, new AllocationParams { Alignment = 32 }).Dispose()),
        On("Free", "memory", static a => a.Allocate(16).Dispose()),
        On("Free", "buffer", static a => GstBuffer.Allocate(16, a).Dispose()),
        OnMemory("Map", "read", static (m, _) => { using ReadMapping r = m.MapRead(); Filled(r.Span); }),
        OnMemory("Map", "write", static (m, _) => { using WriteMapping w = m.MapWrite(); Filled(w.Span); w.Span.Fill(7); Filled(w.Span); }),
        OnMemory("Map", "owned", static (m, _) => { using OwnedReadMapping r = m.MapReadOwned(); Filled(r.Memory.Span); }),
        OnMemory("Map", "block", static (m, _) => { using ReadMapping r = m.MapReadBlock(); Filled(r.Span); }),
        OnMemory("Map", "array", static (m, _) => Filled(m.ToArray())),
        OnMemory("Map", "fill", static (m, _) => m.Fill(0, Sevens(16))),
        OnMemory("Unmap", "read", static (m, _) => { ReadMapping r = m.MapRead(); r.Dispose(); r.Dispose(); Site.Holds(!r.IsOpen, "an ended mapping is open"); }),
        OnMemory("Unmap", "write", static (m, _) => { WriteMapping w = m.MapWrite(); w.Dispose(); w.Dispose(); Site.Holds(!w.IsOpen, "an ended mapping is open"); }),
        OnMemory("Unmap", "owned", static (m, _) => { OwnedMapping w = m.MapWriteOwned(); ((IDisposable)w).Dispose(); }),
        OnMemory("Share", "share", static (m, _) => { using GstMemory s = m.Share(2, 4); Site.Holds(s.Size == 4, "a share has another size"); }),
        OnMemory("Unshare", "share", static (m, _) => m.Share(2, 4).Dispose()),
        OnMemory("Copy", "copy", static (m, _) => { using GstMemory c = m.Copy(); Filled(c.ToArray()); }),
        OnMemory("Copy", "make writable", static (m, _) => { using GstMemory s = m.Share(0, 16); s.MakeWritable(); Filled(s.ToArray()); }),
        OnMemory("IsSpan", "is span", static (m, _) => { using GstMemory s = m.Share(0, 8); using GstMemory t = m.Share(8, 8); s.IsSpan(t.Borrow(), out nuint _); }),
        OnBuffer("Map", "merging read", static b => { using ReadMapping r = b.MapRead(); Filled(r.Span, 32); }),
        OnBuffer("Map", "merging write", static b => { using WriteMapping w = b.MapWrite(); Filled(w.Span, 32); w.Span.Fill(7); }),
        OnBuffer("Map", "each", static b => { foreach (ReadMapping r in b.MapEachRead()) { Filled(r.Span); } }),
        OnBuffer("Map", "sequence", static b => { using MappedSequence s = b.MapSequence(); Site.Holds(s.Length == 32, "a sequence has another length"); }),
        OnBuffer("Map", "stream", static b => { using Stream s = b.OpenRead(); byte[] to = new byte[32]; s.ReadExactly(to); Filled(to, 32); }),
        OnBuffer("Map", "copied on write", static b => { using GstBuffer c = b.Copy(); using (WriteMapping w = c.MapWrite()) { Filled(w.Span, 32); w.Span.Clear(); } Filled(b.ToArray(), 32); }),
        OnBuffer("Unmap", "merging read", static b => { ReadMapping r = b.MapRead(); r.Dispose(); }),
        OnBuffer("Unmap", "each", static b => { foreach (ReadMapping r in b.MapEachRead()) { Filled(r.Span); } }),
        OnBuffer("Copy", "deep", static b => { using GstBuffer c = b.CopyDeep(); Filled(c.ToArray(), 32); }),
        OnBuffer("Copy", "copied on write", static b => { using GstBuffer c = b.Copy(); using WriteMapping w = c.MapWrite(0, 1); Filled(w.Span); }),
        OnBuffer("Share", "region", static b => { using GstBuffer c = b.CopyRegion(GstBufferCopyFlags.Memory, 2, 20); Filled(c.ToArray(), 20); }),
        OnBuffer("Free", "buffer", static b => b.Dispose()),
        OnBuffer("Free", "replace", static b => b.ReplaceAllMemories(GstMemory.CopyOf([1]))),
        OnBuffer("Free", "resize", static b => b.SetSize(4)),
        Failing("CustomAllocator.Failed", static (a, told) => a.Failed += (_, _) => told()),
        Failing("GStreamer.CallbackFailed", static (_, told) =>
        {
            void Once(object? sender, CallbackFailedEventArgs e)
            {
                GStreamer.CallbackFailed -= Once;
                told();
            }

            GStreamer.CallbackFailed += Once;
        }),
    ];

    private static byte[] Sevens(int count) => [.. Enumerable.Repeat((byte)7, count)];

    private static void Filled(ReadOnlySpan<byte> bytes, int size = 16) =>
        Site.Holds(bytes.Length == size && bytes.IndexOfAnyExcept((byte)7) < 0, $"a mapping or copy shows {bytes.Length} bytes, {Convert.ToHexString(bytes[..Math.Min(32, bytes.Length)])}");

    private static Site On(string callback, string how, Action<CallingAllocator> act) => Site.Once($"allocator {callback} ({how})", $"CustomAllocator.{callback}", inside =>
    {
        using CallingAllocator allocator = new();
        allocator.Arm(callback, inside, new Subject(Allocator: allocator));
        act(allocator);
    });

    private static Site OnMemory(string callback, string how, Action<GstMemory, CallingAllocator> act) => Site.Once($"allocator {callback} (memory, {how})", $"CustomAllocator.{callback}", inside =>
    {
        using CallingAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(16);
        memory.Fill(0, Sevens(16));
        allocator.Arm(callback, inside, new Subject(Memory: memory, Allocator: allocator));
        act(memory, allocator);
    });

    private static Site OnBuffer(string callback, string how, Action<GstBuffer> act) => Site.Once($"allocator {callback} (buffer, {how})", $"CustomAllocator.{callback}", inside =>
    {
        using CallingAllocator allocator = new();
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < 2; i++)
        {
            GstMemory memory = allocator.Allocate(16);
            memory.Fill(0, Sevens(16));
            buffer.AppendMemory(memory);
        }

        allocator.Arm(callback, inside, new Subject(Buffer: buffer, Allocator: allocator));
        act(buffer);
    });

    private static Site Failing(string covers, Action<CallingAllocator, Action> listen) => Site.Once($"{covers} (a map that throws)", covers, inside =>
    {
        using CallingAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(16);
        Action<Subject> armed = Site.Armed(inside);
        listen(allocator, () => armed(new Subject(Memory: memory, Allocator: allocator)));
        allocator.Arm("Map", static _ => throw new PlantedException(), new Subject());
        Site.Holds(!memory.TryMapRead(out ReadMapping _), "a map that threw is open");
    });

    private sealed class PlantedException() : Exception("planted");

    /// <summary>Runs a call inside of one of its overrides, once.</summary>
    private sealed unsafe class CallingAllocator() : CustomAllocator("CallingMemory")
    {
        private string? _callback;
        private Inside? _inside;
        private Subject _subject = new();

        internal void Arm(string callback, Inside inside, Subject subject) => (_callback, _inside, _subject) = (callback, inside, subject);

        protected override nuint BlockAlignment
        {
            get
            {
                Enter(nameof(BlockAlignment));
                return 16;
            }
        }

        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            Enter(nameof(Allocate));
            return MemoryBlock.FromPointer((nint)NativeMemory.AlignedAlloc(size, 16), size);
        }

        protected override void Free(in MemoryBlock block)
        {
            Enter(nameof(Free));
            NativeMemory.AlignedFree((void*)block.DangerousAddress);
        }

        protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping)
        {
            Enter(nameof(Map));
            return block.DangerousAddress;
        }

        protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => Enter(nameof(Unmap));

        protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share)
        {
            Enter(nameof(Share));
            share = this;
            return true;
        }

        protected override void Unshare(object share) => Enter(nameof(Unshare));

        protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size)
        {
            Enter(nameof(Copy), memory.DangerousHandle);
            return offset < 0 ? null : GstMemory.CopyOf(memory.ToArray((nuint)offset, size));
        }

        protected override bool IsSpan(GstMemoryRef first, GstMemoryRef second)
        {
            Enter(nameof(IsSpan), first.DangerousHandle);
            return base.IsSpan(first, second);
        }

        private void Enter(string callback, nint memory = 0)
        {
            if (_callback == callback && Interlocked.Exchange(ref _inside, null) is { } inside)
            {
                inside(_subject with { MemoryPointer = memory });
            }
        }
    }
}
