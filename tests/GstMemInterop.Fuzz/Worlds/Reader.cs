using System.Buffers;
using System.Collections.Concurrent;

namespace GstMemInterop.Fuzz.Worlds;

/// <summary>A thread that gets buffers of its own to hold, reads each in some way for a while, and lets go of it: nobody else's writing may show.</summary>
internal sealed class Reader : IDisposable
{
    private readonly BlockingCollection<(GstBuffer Buffer, byte[] Expected)> _handed = [];
    private readonly Random _random;
    private readonly Thread _thread;
    private volatile string? _finding;

    internal Reader(int seed)
    {
        _random = new Random(seed);
        _thread = new Thread(Read) { IsBackground = true, Name = "reader" };
        _thread.Start();
    }

    internal void Hand(GstBuffer buffer, byte[] expected) => _handed.Add((buffer, expected));

    /// <summary>What it saw that must not be, or nothing.</summary>
    internal string? Finding => _finding;

    public void Dispose()
    {
        if (!_handed.IsAddingCompleted)
        {
            _handed.CompleteAdding();
            _thread.Join();
        }
    }

    private void Read()
    {
        foreach ((GstBuffer buffer, byte[] expected) in _handed.GetConsumingEnumerable())
        {
            using (buffer)
            {
                for (int i = 0; i < 20 && _finding is null; i++)
                {
                    int way = _random.Next(7);
                    try
                    {
                        if (!Read(buffer, way).AsSpan().SequenceEqual(expected))
                        {
                            _finding = $"another thread's copy changed (way {way})";
                        }
                    }
                    catch (GstMapException)
                    {
                        // Its bytes may be open for writing by the other thread right now, or the allocator refused.
                    }
                    catch (Exception exception) when (exception is GstException or InvalidOperationException and not ObjectDisposedException)
                    {
                    }
                    catch (Exception exception)
                    {
                        _finding = $"the reading thread (way {way}): {exception}";
                    }
                }
            }
        }
    }

    private static byte[] Read(GstBuffer buffer, int way)
    {
        switch (way)
        {
            case 0:
                return buffer.ToArray();
            case 1:
                using (ReadMapping mapping = buffer.MapRead())
                {
                    return mapping.Span.ToArray();
                }

            case 2:
                using (MappedSequence sequence = buffer.MapSequence())
                {
                    return sequence.Sequence.ToArray();
                }

            case 3:
                using (OwnedReadMapping mapping = buffer.MapReadOwned())
                {
                    return mapping.Memory.ToArray();
                }

            case 4:
                List<byte> all = [];
                foreach (ReadMapping part in buffer.MapEachRead())
                {
                    all.AddRange(part.Span);
                }

                return [.. all];
            case 5:
                using (GstBuffer deep = buffer.CopyDeep())
                {
                    return deep.ToArray();
                }

            default:
                using (GstBuffer copy = buffer.Copy())
                {
                    byte[] before = copy.ToArray();
                    using WriteMapping mapping = copy.MapWrite();
                    mapping.Span.Clear();
                    return before;
                }
        }
    }
}
