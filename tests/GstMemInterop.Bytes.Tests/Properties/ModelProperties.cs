using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Bytes.Tests.Properties;

/// <summary>One step of a random use: what is done is chosen by number, so that a failing sequence shrinks well.</summary>
public readonly record struct Step(byte Kind, int Where, int Size, byte[] Data)
{
    public override string ToString() => $"({Kind}, {Where}, {Size}, [{string.Join(' ', Data ?? [])}])";

    /// <summary>A place from 0 to a length, inclusive.</summary>
    public int At(int length) => (int)((uint)Where % (uint)(length + 1));

    /// <summary>A count that fits behind a place.</summary>
    public int Count(int length, int at) => (int)((uint)Size % (uint)(length - at + 1));
}

/// <summary>Random sequences of operations, compared step by step with the plainest model there is; failures are shrunk.</summary>
public partial class ModelProperties
{
    private const int Sequences = 2500;

    private static void ForAll(Action<byte[], Step[]> check)
    {
        Arbitrary<(byte[], (byte, int, int, byte[])[])> input = ArbMap.Default.ArbFor<(byte[], (byte, int, int, byte[])[])>();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(60),
            Prop.ForAll(input, pair =>
            {
                check(pair.Item1 ?? [], Array.ConvertAll(pair.Item2 ?? [], s => new Step(s.Item1, s.Item2, s.Item3, s.Item4 ?? [])));
                return true;
            }));
    }

    [Fact]
    public void A_chunk_is_a_list_of_bytes() => ForAll((start, steps) =>
    {
        using NativeChunk chunk = new(start, 16);
        List<byte> model = [.. start];
        foreach (Step step in steps)
        {
            Apply(chunk, model, step);
            Assert.Equal(model.Count, chunk.Length);
        }

        Assert.Equal(model, chunk.ToArray());
        Assert.Equal(model, chunk);
        Assert.Equal(0, chunk.OpenLeases);
    });

    private static void Apply(NativeChunk chunk, List<byte> model, Step step)
    {
        int at = step.At(model.Count);
        int count = step.Count(model.Count, at);
        byte first = step.Data.Length > 0 ? step.Data[0] : (byte)step.Size;
        switch (step.Kind % 16)
        {
            case 0:
                chunk.Add(first);
                model.Add(first);
                break;
            case 1:
                chunk.Append(step.Data);
                model.AddRange(step.Data);
                break;
            case 2:
                chunk.Insert(at, first);
                model.Insert(at, first);
                break;
            case 3:
                chunk.Insert(at, step.Data);
                model.InsertRange(at, step.Data);
                break;
            case 4:
                chunk.RemoveRange(at, count);
                model.RemoveRange(at, count);
                break;
            case 5:
                chunk[at..(at + count)] = step.Data;
                model.RemoveRange(at, count);
                model.InsertRange(at, step.Data);
                break;
            case 6:
                Assert.Equal(model.Remove(first), chunk.Remove(first));
                break;
            case 7 when at < model.Count:
                chunk[at] = first;
                model[at] = first;
                Assert.Equal(model[at], chunk[at]);
                break;
            case 8:
                int length = (int)((uint)step.Size % 500);
                byte[] pattern = step.Data.Length > 0 ? step.Data : [0];
                PatternPhase phase = (PatternPhase)(step.Data.Length & 1);
                chunk.Resize(length, pattern, phase);
                model.RemoveRange(Math.Min(length, model.Count), Math.Max(0, model.Count - length));
                int from = phase == PatternPhase.NewBytes ? model.Count : 0;
                while (model.Count < length)
                {
                    model.Add(pattern[(model.Count - from) % pattern.Length]);
                }

                break;
            case 9:
                step.Data.CopyTo(chunk.GetSpan(step.Data.Length));
                chunk.Advance(step.Data.Length);
                model.AddRange(step.Data);
                break;
            case 10:
                Assert.Equal(model.IndexOf(first), chunk.IndexOf(first));
                Assert.Equal(model.GetRange(at, count), chunk[at..(at + count)]);
                break;
            case 11:
                chunk.TrimExcess();
                break;
            case 12:
                using (SpanLease lease = chunk.Lease())
                {
                    lease.Span.Slice(at, count).Fill(first);
                    Assert.Throws<InvalidOperationException>(() => chunk.Resize(chunk.Length + 1));
                }

                for (int i = at; i < at + count; i++)
                {
                    model[i] = first;
                }

                break;
            case 13:
                chunk.Reverse();
                model.Reverse();
                break;
            case 14:
                Assert.ThrowsAny<ArgumentException>(() => chunk.RemoveRange(at, model.Count - at + 1));
                Assert.ThrowsAny<ArgumentException>(() => chunk.Insert(model.Count + 1, step.Data));
                break;
            case 15:
                using (NativeChunk twice = chunk * 2)
                {
                    Assert.Equal([.. model, .. model], twice.ToArray());
                }

                break;
        }
    }

    [Fact]
    public void A_slice_is_a_window_of_its_base() => ForAll((start, steps) =>
    {
        using NativeChunk chunk = new(start);
        List<byte> model = [.. start];
        NativeSlice slice = new(chunk);
        (int? From, int? To) ends = (null, null);
        foreach (Step step in steps)
        {
            (int from, int to) = Window(ends, model.Count);
            int at = step.At(to - from);
            int count = step.Count(to - from, at);
            switch (step.Kind % 6)
            {
                case 0:
                    ends = (step.Where % 3 == 0 ? null : step.Where % 70, step.Size % 3 == 0 ? null : step.Size % 70);
                    slice = new(chunk, ends.From, ends.To);
                    break;
                case 1:
                    chunk.Append(step.Data);
                    model.AddRange(step.Data);
                    break;
                case 2:
                    int keep = step.At(model.Count);
                    chunk.Resize(keep);
                    model.RemoveRange(keep, model.Count - keep);
                    break;
                case 3 when at < to - from:
                    slice[at] = step.Kind;
                    model[from + at] = step.Kind;
                    break;
                case 4:
                    NativeSlice inner = slice[at..(at + count)];
                    Assert.Same(chunk, inner.Base);
                    Assert.Equal(model.GetRange(from + at, count), inner.ToArray());
                    break;
                case 5:
                    byte[] bytes = [.. step.Data.Take(to - from - at)];
                    slice.Write(at, bytes);
                    for (int i = 0; i < bytes.Length; i++)
                    {
                        model[from + at + i] = bytes[i];
                    }

                    break;
            }

            (from, to) = Window(ends, model.Count);
            Assert.Equal(model.GetRange(from, to - from), slice.ToArray());
        }

        Assert.Equal(model, chunk.ToArray());
    });

    private static (int From, int To) Window((int? From, int? To) ends, int length)
    {
        int from = ends.From ?? 0;
        int to = ends.To ?? length;
        from = Math.Clamp(from < 0 ? from + length : from, 0, length);
        to = Math.Clamp(to < 0 ? to + length : to, 0, length);
        return (from, Math.Max(from, to));
    }
}
