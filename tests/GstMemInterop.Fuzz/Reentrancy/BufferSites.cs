using System.Buffers;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>What buffers, lists, metas and wrapped bytes call.</summary>
internal static class BufferSites
{
    private static readonly byte[] s_bytes = [1, 2, 3, 4, 5, 6, 7, 8];

    private static readonly GstMetaRules s_rules = new() { KeepOnCopy = true, KeepOnRegion = true };

    [ThreadStatic]
    private static Action<Subject>? t_armed;

    // Types are registered once for the process; what they call is armed for each.
    private static readonly Lazy<GstMeta<long>> s_plain = new(static () => GstMeta.Register<long>("SitePlain", s_rules, static (ref long payload, GstMetaTransform transform) => Call(new Subject())));

    private static readonly Lazy<GstObjectMeta<string>> s_object = new(static () =>
        GstObjectMeta.Register<string>("SiteObject", s_rules, static text => { Call(new Subject()); return text; }, static _ => Call(new Subject())));

    private static readonly Lazy<bool> s_custom = new(static () =>
        GstCustomMeta.Register("SiteCustom", null, static (GstCustomMetaRef meta, GstBufferRef target, GstMetaTransform transform) => Call(new Subject(BufferPointer: target.DangerousHandle))));

    internal static IEnumerable<Site> All =>
    [
        Site.Once("released of wrapped bytes (buffer)", "Action of GstBuffer, Memory`1 of GstBuffer, ReadOnlyMemory`1 of GstBuffer", static inside =>
        {
            GstBuffer? buffer = null;
            Action<Subject> armed = Site.Armed(inside);
            buffer = GstBuffer.Wrap(s_bytes.AsMemory(), () => armed(new Subject(Buffer: buffer)));
            buffer.Dispose();
        }),
        Site.Once("released of wrapped bytes (memory)", "Action of GstMemory, Memory`1 of GstMemory, ReadOnlyMemory`1 of GstMemory", static inside =>
        {
            GstMemory? memory = null;
            Action<Subject> armed = Site.Armed(inside);
            memory = GstMemory.Wrap(s_bytes.AsMemory(), () => armed(new Subject(Memory: memory)));
            memory.Dispose();
        }),
        Site.Once("released of wrapped bytes (replaced in a buffer)", "Action of GstMemory", static inside =>
        {
            using GstBuffer buffer = GstBuffer.Create();
            Action<Subject> armed = Site.Armed(inside);
            buffer.AppendMemory(GstMemory.Wrap(s_bytes.AsMemory(), () => armed(new Subject(Buffer: buffer))));
            buffer.AppendMemory(GstMemory.CopyOf(s_bytes));
            buffer.ReplaceMemory(0, GstMemory.CopyOf([9]));
            Site.Holds(buffer.IsDisposed || buffer.MemoryCount > 0, "a replaced memory is gone");
        }),
        Owner("pin", static (owner, told) => owner.OnPin = told),
        Owner("unpin", static (owner, told) => owner.OnUnpin = told),
        Owner("span", static (owner, told) => owner.OnSpan = told),
        Owner("dispose", static (owner, told) => owner.OnDispose = told),
        Site.Once("return to a pool", "ArrayPool`1 of GstBuffer, ArrayPool`1 of GstMemory", static inside =>
        {
            Action<Subject> armed = Site.Armed(inside);
            GstBuffer.WrapRented(new byte[16], 8, new CallingArrayPool(() => armed(new Subject()))).Dispose();
        }),
        List("buffers", false),
        List("buffers, with a state", true),
        Meta("GstMetaTransformHandler`1", "copy", static b => b.AddMeta(s_plain.Value, 5), static b => b.Copy().Dispose()),
        Meta("Func`2 of GstObjectMeta", "copy", static b => b.AddMeta(s_object.Value, "x"), static b => b.Copy().Dispose()),
        Meta("Action`1 of GstObjectMeta", "dispose", static b => b.AddMeta(s_object.Value, "x"), static b => b.Dispose()),
        Meta("Action`1 of GstObjectMeta", "remove", static b => b.AddMeta(s_object.Value, "x"), static b => b.RemoveMetas(static _ => true)),
        Meta("GstCustomMetaTransform", "copy", static b => { _ = s_custom.Value; b.AddCustomMeta("SiteCustom"); }, static b => b.Copy().Dispose()),
        Meta("GstMetaPredicate", "remove", static b => { b.AddVideoCropMeta(1, 2, 3, 4); b.AddVideoCropMeta(1, 2, 3, 4); }, static b => b.RemoveMetas(static _ => Call(new Subject()))),
        Site.Once("a writer of serialised metas", "IBufferWriter`1 of GstMetaRef", static inside =>
        {
            using GstBuffer buffer = GstBuffer.CopyOf(s_bytes);
            Action<Subject> armed = Site.Armed(inside);
            if (GstMetaRef.SerializationIsSupported)
            {
                buffer.AddVideoMeta(default, GstVideoFormat.GRAY8, 4, 2).Meta.TrySerialize(new CallingWriter(() => armed(new Subject(Buffer: buffer))));
            }
        }),
    ];

    private static bool Call(Subject subject)
    {
        Action<Subject>? armed = t_armed;
        t_armed = null;
        armed?.Invoke(subject);
        return true;
    }

    private static Site Meta(string covers, string how, Action<GstBuffer> add, Action<GstBuffer> act) => Site.Once($"{covers} ({how})", covers, inside =>
    {
        using GstBuffer buffer = GstBuffer.CopyOf(s_bytes);
        add(buffer);
        t_armed = _ => inside(new Subject(Buffer: buffer));
        try
        {
            act(buffer);
        }
        finally
        {
            t_armed = null;
        }
    });

    private static Site List(string how, bool withState) => Site.Once($"ForEach ({how})", withState ? "GstBufferListHandler`1" : "GstBufferListHandler", inside =>
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf(s_bytes));
        list.Add(GstBuffer.CopyOf(s_bytes));
        Action<Subject> armed = Site.Armed(inside);
        if (withState)
        {
            list.ForEach((ref GstBufferListItem item, int _) => { armed(new Subject(List: list)); return true; }, 5);
        }
        else
        {
            list.ForEach((ref GstBufferListItem item) => { armed(new Subject(List: list)); return true; });
        }
    });

    private static Site Owner(string how, Action<CallingOwner, Action> arm) => Site.Once($"a memory manager ({how})", "IMemoryOwner`1 of GstBuffer, IMemoryOwner`1 of GstMemory, IMemoryOwner`1 of MemoryBlock, Memory`1 of MemoryBlock", inside =>
    {
        using CallingOwner owner = new();
        Action<Subject> armed = Site.Armed(inside);
        arm(owner, () => armed(new Subject()));
        using GstBuffer buffer = GstBuffer.Wrap((IMemoryOwner<byte>)owner);
        using ReadMapping mapping = buffer.MapRead();
        Site.Holds(mapping.Length == 16, "a wrapped memory manager has another length");
    });

    private sealed class CallingOwner : MemoryManager<byte>
    {
        private readonly byte[] _bytes = GC.AllocateArray<byte>(16, pinned: true);

        internal Action? OnPin { get; set; }

        internal Action? OnUnpin { get; set; }

        internal Action? OnSpan { get; set; }

        internal Action? OnDispose { get; set; }

        public override Span<byte> GetSpan()
        {
            OnSpan?.Invoke();
            return _bytes;
        }

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            OnPin?.Invoke();
            return new MemoryHandle((byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, elementIndex), default, this);
        }

        public override void Unpin() => OnUnpin?.Invoke();

        protected override void Dispose(bool disposing) => OnDispose?.Invoke();
    }

    private sealed class CallingArrayPool(Action returned) : ArrayPool<byte>
    {
        public override byte[] Rent(int minimumLength) => new byte[minimumLength];

        public override void Return(byte[] array, bool clearArray = false) => returned();
    }

    private sealed class CallingWriter(Action asked) : IBufferWriter<byte>
    {
        private readonly ArrayBufferWriter<byte> _inner = new();

        public void Advance(int count) => _inner.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            asked();
            return _inner.GetMemory(sizeHint);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            asked();
            return _inner.GetSpan(sizeHint);
        }
    }
}
