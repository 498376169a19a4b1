using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>
/// Section H, class 1: every override and handler of allocators, pools, metas and wraps does, at random, anything that a program
/// may do, on two threads that share the allocator, the pool and the default of the process. Nothing may die or be left.
/// </summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The pool has always one more buffer to give.")]
public class HCallbackStormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void H6_H13_H17_Callbacks_may_call_anything_on_two_threads(int seed)
    {
        using StormAllocator allocator = new();
        using StormPool pool = new();
        pool.SetConfig(new GstBufferPoolConfig { Size = 64, MaxBuffers = 0, Allocator = allocator });
        pool.Activate();
        using (allocator.SetDefault())
        {
            Exception? failure = null;
            Thread[] threads = [.. Enumerable.Range(0, 2).Select(number => new Thread(() =>
            {
                try
                {
                    Storm storm = new(seed * 100 + number, allocator, pool);
                    Storm.Current = storm;
                    for (int i = 0; i < 1000; i++)
                    {
                        storm.Act();
                    }

                    storm.End();
                    Storm.Current = null;
                }
                catch (Exception unexpected)
                {
                    failure = unexpected;
                }
            }, 16 << 20))];
            Array.ForEach(threads, static t => t.Start());
            Array.ForEach(threads, static t => t.Join());
            Assert.Null(failure);
        }
    }

    /// <summary>One thread's world, and what is done in it: between calls and inside callbacks alike.</summary>
    private sealed class Storm(int seed, StormAllocator allocator, StormPool pool)
    {
        private static readonly GstObjectMeta<string> s_held = GstObjectMeta.Register<string>("H6StormHeld", null, static text => { Inside(); return text; }, static _ => Inside());
        private static readonly GstMeta<int> s_plain = GstMeta.Register("H6StormPlain", null, static (ref int _, GstMetaTransform _) => { Inside(); return true; });

        private readonly Random _random = new(seed);
        private readonly List<GstMemory> _memories = [];
        private readonly List<GstBuffer> _buffers = [];
        private readonly List<IDisposable> _open = [];
        private int _depth;

        [ThreadStatic]
        internal static Storm? Current;

        /// <summary>Called by every override and handler.</summary>
        internal static void Inside()
        {
            if (Current is not { } storm || storm._depth > 4)
            {
                return;
            }

            storm._depth++;
            try
            {
                if (storm._random.Next(3) == 0)
                {
                    storm.Act();
                }

                if (storm._random.Next(25) == 0)
                {
                    throw new FormatException("planted");
                }
            }
            finally
            {
                storm._depth--;
            }
        }

        internal void Act()
        {
            try
            {
                ActOrThrow(_random.Next(27));
            }
            catch (Exception expected) when (expected is GstException or InvalidOperationException or ArgumentException or FormatException)
            {
                // refused, disposed or planted
            }
        }

        internal void End()
        {
            for (int i = 0; i < 3; i++) // releasing runs callbacks, which make new ones
            {
                _depth = 10;
                Clear(_open);
                Clear(_memories);
                Clear(_buffers);
            }
        }

        private static void Clear<T>(List<T> list) where T : IDisposable
        {
            T[] all = [.. list];
            list.Clear();
            Array.ForEach(all, static one => one.Dispose());
        }

        private T? Any<T>(List<T> list) where T : class => list.Count == 0 ? null : list[_random.Next(list.Count)];

        private T? Take<T>(List<T> list) where T : class
        {
            T? one = Any(list);
            if (one is not null)
            {
                list.Remove(one);
            }

            return one;
        }

        private void ActOrThrow(int action)
        {
            GstMemory? memory = Any(_memories);
            GstBuffer? buffer = Any(_buffers);
            if ((memory is null && action is 7 or 8 or 15 or 23) || (buffer is null && action is >= 9 and not (15 or 17 or 22 or 23 or 25)))
            {
                return;
            }

            switch (action)
            {
                case 0: _memories.Add(allocator.Allocate((nuint)_random.Next(200))); break;
                case 1: _memories.Add(GstMemory.Allocate((nuint)_random.Next(200))); break;
                case 2: _buffers.Add(GstBuffer.Allocate((nuint)_random.Next(1, 200), allocator)); break;
                case 3: _memories.Add(GstMemory.Wrap(new byte[20].AsMemory(), Inside)); break;
                case 4 or 5: Take(_memories)?.Dispose(); break;
                case 6: Take(_buffers)?.Dispose(); break;
                case 7: _memories.Add(memory!.Copy()); break;
                case 8: _memories.Add(memory!.Share(0, memory.Size)); break;
                case 9: buffer?.AppendMemory(Take(_memories) ?? GstMemory.Allocate(5)); break;
                case 10: _buffers.Add(buffer!.Copy()); break;
                case 11: _buffers.Add(buffer!.CopyDeep()); break;
                case 12: _buffers.Add(buffer!.CopyRegion(GstBufferCopyFlags.Memory | GstBufferCopyFlags.Meta, 0, buffer.Size / 2)); break;
                case 13:
                    using (ReadMapping map = buffer!.MapRead())
                    {
                        Inside();
                        _ = map.Span.IndexOf((byte)9);
                    }

                    break;
                case 14:
                    using (WriteMapping map = buffer!.MapWrite())
                    {
                        map.Span.Fill(1);
                        Inside();
                    }

                    break;
                case 15:
                    using (WriteMapping map = memory!.MapWrite())
                    {
                        Inside();
                        map.Span.Fill(2);
                    }

                    break;
                case 16: _open.Add(buffer!.MapReadOwned()); break;
                case 17: Take(_open)?.Dispose(); break;
                case 18: buffer!.RemoveAllMemories(); break;
                case 19: buffer!.AddMeta(s_held, "held"); break;
                case 20: buffer!.AddMeta(s_plain, 1); break;
                case 21: buffer!.RemoveMetas(static _ => true); break;
                case 22: _buffers.Add(pool.Acquire()); break;
                case 23: memory!.MakeWritable(); break;
                case 24: buffer!.Resize(0, buffer.Size / 2); break;
                case 25: _ = pool.Options; break;
                default:
                    if (_random.Next(10) == 0)
                    {
                        GC.Collect(0);
                    }

                    foreach (GstMetaRef meta in buffer!.Metas)
                    {
                        Inside();
                        _ = meta.SequenceNumber;
                    }

                    break;
            }
        }
    }

    private sealed unsafe class StormAllocator() : CustomAllocator("StormMemory")
    {
        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            Storm.Inside();
            return MemoryBlock.FromPointer((nint)NativeMemory.AllocZeroed(size + 1), size, state: this);
        }

        protected override void Free(in MemoryBlock block)
        {
            NativeMemory.Free((void*)block.DangerousAddress);
            Storm.Inside();
        }

        protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping)
        {
            Storm.Inside();
            mapping = this;
            return block.DangerousAddress;
        }

        protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => Storm.Inside();

        protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share)
        {
            Storm.Inside();
            share = this;
            return true;
        }

        protected override void Unshare(object share) => Storm.Inside();

        protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size)
        {
            Storm.Inside();
            return offset == 0 ? GstMemory.CopyOf(memory.ToArray(0, size)) : null;
        }

        protected override bool IsSpan(GstMemoryRef first, GstMemoryRef second)
        {
            Storm.Inside();
            return true;
        }
    }

    private sealed class StormPool : CustomBufferPool
    {
        protected override IReadOnlyList<string> SupportedOptions
        {
            get
            {
                Storm.Inside();
                return ["storm"];
            }
        }

        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Storm.Inside();
            return base.AllocateBuffer(parameters, out buffer);
        }

        protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Storm.Inside();
            GstFlowReturn flow = base.AcquireBuffer(parameters, out buffer);
            Storm.Inside();
            return flow;
        }

        protected override void ResetBuffer(GstBufferRef buffer)
        {
            base.ResetBuffer(buffer);
            Storm.Inside();
        }

        protected override void ReleaseBuffer(GstBuffer buffer)
        {
            Storm.Inside();
            base.ReleaseBuffer(buffer);
            Storm.Inside();
        }

        protected override void FreeBuffer(GstBuffer buffer)
        {
            Storm.Inside();
            base.FreeBuffer(buffer);
        }
    }
}
