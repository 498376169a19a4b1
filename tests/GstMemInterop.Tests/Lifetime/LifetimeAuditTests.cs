using System.Text.Json;
using GstMemInterop.Bytes;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Lifetime;

/// <summary>All kinds of operations, again and again: what was borrowed is given back, what was made is gone.</summary>
public class LifetimeAuditTests
{
    private const int Size = 16 << 10;

    private static readonly GstMeta<long> s_number = GstMeta.Register<long>("LifetimeAuditNumber");
    private static readonly GstObjectMeta<object> s_object = GstObjectMeta.Register<object>("LifetimeAuditObject");

    /// <summary>Each leaves the witnesses as it found them; all memory that an operation makes is touched, so that a leak is resident.</summary>
    private static readonly Dictionary<string, Action<Witnesses>> s_operations = new()
    {
        ["create"] = static w =>
        {
            GstBuffer.Create().Dispose();
            GstBuffer.CopyOf(w.Bytes).Dispose();
            using GstBuffer buffer = GstBuffer.Allocate(Size, new AllocationParams { Alignment = 64, Prefix = 16, Padding = 16 });
            buffer.Set(0, 1, Size);
        },
        ["map"] = static w =>
        {
            using (WriteMapping write = w.Buffer.MapWrite())
            {
                write.Span[0]++;
                using ReadMapping nested = w.Memory.MapRead();
                WriteMapping copy = write;
                copy.Dispose();
            }

            using ReadMapping first = w.Memory.MapRead();
            using ReadMapping second = w.Buffer.MapRead(0, 1);
        },
        ["map owned"] = static w =>
        {
            using (OwnedReadMapping one = w.Buffer.MapReadOwned())
            using (OwnedReadMapping two = w.Memory.MapReadOwned())
            {
                Assert.Equal(one.Memory.Length, two.Memory.Length);
            }

            IDisposable write = w.Buffer.MapWriteOwned();
            write.Dispose();
            write.Dispose();
        },
        ["refused maps"] = static w =>
        {
            using GstMemory share = w.Memory.Share(0, 8);
            Assert.Throws<GstMapException>(() => share.MapWrite());
            using GstBuffer other = w.Buffer.Retain();
            Assert.Throws<GstMapException>(() => other.MapWrite());
            Assert.False(other.TryMapWrite(out _));
            Assert.Throws<InvalidOperationException>(() => other.Resize(0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => other.CopyRegion(GstBufferCopyFlags.Memory, Size, 1));
        },
        ["copy and share"] = static w =>
        {
            using GstBuffer copy = w.Buffer.Copy();
            using GstBuffer deep = w.Buffer.CopyDeep();
            using GstBuffer region = w.Buffer.CopyRegion(GstBufferCopyFlags.Memory, 8, 64);
            using (WriteMapping map = copy.MapWrite()) // its own bytes from here on
            {
                map.Span[1]++;
            }

            deep.CopyInto(region.Borrow(), GstBufferCopyFlags.Memory | GstBufferCopyFlags.Timestamps, 0, Size);
            using GstMemory share = w.Memory.Share(1, 2);
            using GstMemory copied = w.Memory.Copy();
            copied.Resize(4, 8);
        },
        ["memories"] = static w =>
        {
            using GstBuffer buffer = GstBuffer.CopyOf(w.Bytes);
            buffer.AppendMemory(w.Memory.Retain());
            buffer.PrependMemory(GstMemory.CopyOf(w.Bytes));
            buffer.InsertMemory(1, w.Memory.Share(0, 16));
            buffer.ReplaceMemory(0, GstMemory.CopyOf(w.Bytes));
            buffer.RemoveMemory(1);
            buffer.Append(GstBuffer.CopyOf(w.Bytes));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.InsertMemory(99, w.Memory.Retain()));
            using GstMemory all = buffer.GetMemories(0, buffer.MemoryCount);
            using (ReadMapping merged = buffer.MapRead())
            {
                Assert.True(merged.Merged);
            }

            for (int i = 0; i < 20; i++) // more than fit
            {
                buffer.AppendMemory(w.Memory.Share(0, 1));
            }

            buffer.RemoveAllMemories();
        },
        ["bytes"] = static w =>
        {
            w.Buffer.Fill(0, w.Bytes.AsSpan(0, 64));
            w.Buffer.Set(64, 3, 64);
            _ = w.Buffer.Compare(0, w.Bytes);
            _ = w.Buffer.ToHexDump(0, 32);
            Assert.Equal(Size, w.Buffer.ToArray().Length);
        },
        ["sequences and streams"] = static w =>
        {
            using (MappedSequence sequence = w.Buffer.MapSequence())
            using (Stream stream = w.Buffer.OpenRead())
            {
                Assert.Equal(sequence.Sequence.Length, stream.Length);
            }

            using Stream edit = w.Buffer.OpenReadWrite();
            edit.WriteByte(9);
        },
        ["metas"] = static w =>
        {
            using GstBuffer buffer = GstBuffer.CopyOf(w.Bytes);
            using GstCaps caps = GstCaps.Parse("timestamp/x-audit");
            buffer.AddMeta(s_number, 5);
            buffer.AddMeta(s_object, new object());
            buffer.AddParentBufferMeta(w.Buffer);
            buffer.AddReferenceTimestampMeta(caps, GstClockTime.Zero, GstClockTime.None);
            buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 16, 16);
            using GstBuffer copy = buffer.Copy();
            foreach (GstMetaRef meta in copy.Metas)
            {
                copy.RemoveMeta(meta);
            }
        },
        ["lists"] = static w =>
        {
            using GstBufferList list = GstBufferList.Create(4);
            list.Add(w.Buffer.Retain());
            list.Add(GstBuffer.CopyOf(w.Bytes));
            list.Insert(0, w.Buffer.Copy());
            using GstBufferList shallow = list.Copy();
            using GstBufferList deep = list.CopyDeep();
            list.GetWritable(1).Pts = GstClockTime.Zero;
            using GstBuffer taken = list.TakeAt(0);
            list.ForEach(static (ref item) =>
            {
                item.Replace(GstBuffer.Create());
                return true;
            });
            Array.ForEach(deep.Drain(), static b => b.Dispose());
        },
        ["samples"] = static w =>
        {
            using GstCaps caps = GstCaps.Parse("audio/x-raw");
            using GstSample sample = GstSample.Create(w.Buffer, caps, new GstSegment(GstFormat.Time), "info, a=(int)1");
            using GstSample copy = sample.Copy();
            using GstBuffer retained = copy.Buffer.Retain();
            using GstBuffer other = GstBuffer.CopyOf(w.Bytes);
            copy.SetBuffer(other);
            copy.SetBuffer(null);
        },
        ["pointers"] = static w =>
        {
            using GstBuffer retained = GstBuffer.Retain(w.Buffer.DangerousHandle);
            using GstBuffer adopted = GstBuffer.Adopt(retained.DangerousDetach());
            GstBufferRef borrow = GstBufferRef.Borrow(adopted.DangerousHandle);
            using GstMemory memory = borrow.PeekMemory(0).Retain();
            using GstBuffer mine = borrow.Retain();
            mine.MakeWritable();
        },
        ["json"] = static w =>
        {
            string json = JsonSerializer.Serialize(w.Buffer);
            JsonSerializer.Deserialize<GstBuffer>(json)!.Dispose();
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GstBuffer>(json.Replace("\"flags\":", "\"flag\":", StringComparison.Ordinal)));
        },
    };

    public static TheoryData<string> Operations => [.. s_operations.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_gives_back_what_it_took(string operation)
    {
        GstFixture.Settle();
        int alive = LiveHandles.Count;
        using (Witnesses witnesses = new())
        {
            Counts before = witnesses.Now();
            for (int i = 0; i < 100; i++)
            {
                s_operations[operation](witnesses);
                Assert.Equal(before, witnesses.Now());
            }
        }

        Assert.Equal(alive, LiveHandles.Count); // by Dispose: no finalizer had to help
        Assert.Equal(0, s_object.LiveCount);
    }

    [Fact]
    public void Many_thousand_operations_leave_no_memory_behind()
    {
        using Witnesses witnesses = new();
        Counts before = witnesses.Now();
        LiveHandles.Tracking = false; // a stack for each handle is memory of its own
        try
        {
            long growth = ResidentMemory.GrowthOver(() =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    foreach (Action<Witnesses> operation in s_operations.Values)
                    {
                        operation(witnesses);
                    }
                }
            });

            // One 16 KiB block left behind in each round is 32 MB.
            Assert.InRange(growth, long.MinValue, 12 << 20);
        }
        finally
        {
            LiveHandles.Tracking = true;
        }

        Assert.Equal(before, witnesses.Now());
    }

    /// <summary>What a leak of references, locks or shares changes.</summary>
    private readonly record struct Counts(int Buffer, int Memory, int Mappings, int Shares, int Memories, nuint Size);

    /// <summary>A buffer of one memory, both held from outside too.</summary>
    private sealed class Witnesses : IDisposable
    {
        public Witnesses()
        {
            Random.Shared.NextBytes(Bytes);
            Buffer = GstBuffer.CopyOf(Bytes);
            Memory = Buffer.GetMemory(0);
        }

        public byte[] Bytes { get; } = new byte[Size];

        public GstBuffer Buffer { get; }

        public GstMemory Memory { get; }

        public Counts Now() => new(Buffer.ReferenceCount, Memory.ReferenceCount, Memory.OpenMappings, Memory.ShareCount, Buffer.MemoryCount, Buffer.Size);

        public void Dispose()
        {
            Memory.Dispose();
            Buffer.Dispose();
        }
    }
}
