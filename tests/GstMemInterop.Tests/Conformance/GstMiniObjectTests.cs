using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own <c>tests/check/gst/gstminiobject.c</c>, case by case, through the public face.</summary>
public unsafe class GstMiniObjectTests
{
    private const int Threads = 10;
    private const int ReferencesPerThread = 10_000;

    private static int s_notified;

    [Fact]
    public void test_copy()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        using GstBuffer copy = buffer.Copy();
        Assert.Equal((nuint)4, copy.Size);
    }

    [Fact]
    public void test_is_writable()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        Assert.True(buffer.IsWritable);
        using GstBuffer second = buffer.Retain();
        Assert.False(buffer.IsWritable);
    }

    [Fact]
    public void test_make_writable()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        nint original = buffer.DangerousHandle;
        Assert.False(buffer.MakeWritable());
        Assert.Equal(original, buffer.DangerousHandle);

        using GstBuffer copy = buffer.Retain();
        Assert.True(copy.MakeWritable());
        Assert.NotEqual(original, copy.DangerousHandle);
        Assert.Equal(1, buffer.ReferenceCount);

        Assert.False(buffer.MakeWritable());
        Assert.Equal(original, buffer.DangerousHandle);
    }

    [Fact]
    public void test_ref_threaded()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        Untracked(() =>
        {
            GstBuffer[][] references = new GstBuffer[Threads][];
            InThreads(i => references[i] = Duplicates(buffer));
            Assert.Equal((Threads * ReferencesPerThread) + 1, buffer.ReferenceCount);
            foreach (GstBuffer reference in references.SelectMany(static r => r))
            {
                reference.Dispose();
            }
        });
        Assert.Equal(1, buffer.ReferenceCount);
    }

    [Fact]
    public void test_unref_threaded()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        Untracked(() =>
        {
            GstBuffer[][] references = [.. Enumerable.Range(0, Threads).Select(_ => Duplicates(buffer))];
            InThreads(i => Array.ForEach(references[i], static r => r.Dispose()));
        });
        Assert.Equal(1, buffer.ReferenceCount);
    }

    [Fact]
    public void test_weak_ref()
    {
        s_notified = 0;
        GstBuffer buffer = GstBuffer.Allocate(4);
        LibGst.gst_mini_object_weak_ref((GstMiniObject*)buffer.DangerousHandle, &Notify, null);
        GstBuffer second = buffer.Retain();
        buffer.Dispose();
        Assert.Equal(0, s_notified);
        second.Dispose();
        Assert.Equal(1, s_notified);
    }

    [Fact]
    public void test_value_collection()
    {
        // Out of a GValue: ours retains what it reads, so one reference is left when the value is gone.
        GValue value = default;
        LibGObject.g_value_init(&value, LibGst.gst_buffer_get_type());
        using (GstBuffer given = GstBuffer.Allocate(1024))
        {
            LibGObject.g_value_set_boxed(&value, (void*)given.DangerousHandle);
        }

        using GstBuffer buffer = GstBuffer.Retain((nint)LibGObject.g_value_get_boxed(&value));
        LibGObject.g_value_unset(&value);
        Assert.Equal(1, buffer.ReferenceCount);

        // Into a GValue: its reference is its own and goes with it.
        LibGObject.g_value_init(&value, LibGst.gst_buffer_get_type());
        LibGObject.g_value_set_boxed(&value, (void*)buffer.DangerousHandle);
        Assert.Equal(2, buffer.ReferenceCount);
        Assert.False(buffer.IsWritable);
        LibGObject.g_value_unset(&value);
        Assert.Equal(1, buffer.ReferenceCount);
        Assert.True(buffer.IsWritable);
    }

    [Fact]
    public void test_dup_null_mini_object()
    {
        GValue value = default;
        LibGObject.g_value_init(&value, LibGst.gst_buffer_get_type());
        LibGObject.g_value_set_boxed(&value, null);
        nint nothing = (nint)LibGObject.g_value_dup_boxed(&value);
        Assert.Equal(0, nothing);
        Assert.Throws<ArgumentException>(() => GstBuffer.Adopt(nothing));
        LibGObject.g_value_unset(&value);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Notify(void* data, GstMiniObject* where) => s_notified++;

    private static GstBuffer[] Duplicates(GstBuffer buffer)
    {
        GstBuffer[] references = new GstBuffer[ReferencesPerThread];
        for (int i = 0; i < references.Length; i++)
        {
            references[i] = buffer.Retain();
            if (i % Threads == 0)
            {
                Thread.Yield();
            }
        }

        return references;
    }

    private static void InThreads(Action<int> body)
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() => body(i)))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
    }

    /// <summary>The ledger takes a stack for every handle; 100 000 of them are not worth the wait.</summary>
    private static void Untracked(Action body)
    {
        LiveHandles.Tracking = false;
        try
        {
            body();
        }
        finally
        {
            LiveHandles.Tracking = true;
        }
    }
}
