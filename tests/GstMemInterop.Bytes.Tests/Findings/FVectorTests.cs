using System.Runtime.InteropServices;
using GstMemInterop.Bytes.Tests.Infrastructure;
using GstMemInterop.Bytes.Tests.Vectors;

namespace GstMemInterop.Bytes.Tests.Findings;

/// <summary>F9: the branches for every vector width, on any machine; what this machine lacks is emulated.</summary>
public class FVectorTests
{
    [Fact]
    public void F9_Every_kernel_is_right_in_512_bits_with_every_operation() => Check<EveryVector>();

    [Fact]
    public void F9_Every_kernel_is_right_in_512_bits_without_operations_on_bytes() => Check<Plain512>();

    [Fact]
    public void F9_Every_kernel_is_right_in_256_bits() => Check<Width256>();

    [Fact]
    public void F9_Every_kernel_is_right_in_128_bits() => Check<Width128>();

    [Fact]
    public void F9_Every_kernel_is_right_without_vectors() => Check<NoVectors>();

    [Fact]
    public void F9_Every_kernel_is_right_on_this_machine() => Check<Hardware>();

    [Fact]
    public void F9_No_kernel_asks_the_machine_past_the_seam()
    {
        string sources = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "bindings", "GstMemInterop.Bytes");
        string[] past = [.. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(f) != "IVectors.cs")
            .Where(f => File.ReadAllText(f) is string text && (text.Contains("IsHardwareAccelerated", StringComparison.Ordinal) || text.Contains(".IsSupported", StringComparison.Ordinal)))
            .Select(f => Path.GetFileName(f))];
        Assert.Empty(past);

        static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
    }

    private static void Check<TVectors>()
        where TVectors : struct, IVectors
    {
        // Around each block that a loop takes at once, at both ends of forbidden pages.
        int[] lengths = [.. Enumerable.Range(0, 70), 95, 96, 97, 127, 128, 129, 159, 191, 192, 193, 255, 256, 257, 319, 320, 383, 384, 385, 511, 512, 513, 1023, 1024, 1089];
        using BoundedMemory first = new(2048);
        using BoundedMemory second = new(2048);
        Random random = new(9);
        foreach (int length in lengths)
        {
            for (int gap = 0; gap <= 3; gap++)
            {
                random.NextBytes(first.All);
                random.NextBytes(second.All);
                CheckAt<TVectors>(first.AtEnd(length, gap), second.AtEnd(length), random);
                CheckAt<TVectors>(first.AtStart(length, gap), second.AtStart(length), random);
            }
        }
    }

    private static void CheckAt<TVectors>(Span<byte> a, Span<byte> b, Random random)
        where TVectors : struct, IVectors
    {
        byte[] x = a.ToArray();
        byte[] y = b.ToArray();
        nuint length = (nuint)a.Length;
        ref byte left = ref MemoryMarshal.GetReference(a);
        ref byte right = ref MemoryMarshal.GetReference(b);

        // Measures, and scans with one hit at a random place, and with none.
        Assert.Equal(x.Zip(y, (p, q) => (long)Math.Abs(p - q)).Sum(), ByteCompare.SumAbsoluteDifferences<TVectors>(ref left, ref right, length));
        Assert.Equal(x.Zip(y, (p, q) => p == q ? 1 : 0).Sum(), (int)ByteCompare.CountMatches<TVectors>(ref left, ref right, length));
        Scan<TVectors>(a, b, random);
        x.CopyTo(a);
        y.CopyTo(b);

        // Edits, against the same in plain C#.
        byte value = (byte)random.Next(256);
        ByteEdit.XorCore<TVectors>(ref left, ref left, length, value);
        Expect(a, x, i => (byte)(x[i] ^ value));
        ByteEdit.XorCore<TVectors>(ref left, ref right, length);
        Expect(a, x, i => (byte)(x[i] ^ y[i]));
        ByteEdit.Blend<TVectors>(ref left, ref right, length, value);
        Expect(a, x, i => (byte)(((x[i] * (255 - value)) + (y[i] * value) + 127) / 255));
        ByteEdit.Brighten<TVectors>(ref left, length, value);
        Expect(a, x, i => (byte)Math.Min(x[i] + value, 255));
        ByteEdit.Darken<TVectors>(ref left, length, value);
        Expect(a, x, i => (byte)Math.Max(x[i] - value, 0));
        ByteEdit.Gain<TVectors>(a, 1.7f);
        Expect(a, x, i => (byte)Math.Clamp(MathF.Round(x[i] * 1.7f), 0, 255));
        byte[] table = new byte[256];
        random.NextBytes(table);
        ByteEdit.MapCore<TVectors>(a, table);
        Expect(a, x, i => table[x[i]]);
        foreach (int size in new[] { 2, 4, 8, 16 })
        {
            int whole = a.Length / size * size;
            ByteEdit.ReverseCore<TVectors>(ref left, ref left, (nuint)whole, size);
            Expect(a, x, i => i < whole ? x[(i / size * size) + size - 1 - (i % size)] : x[i]);
        }

        foreach (byte[] order in new byte[][] { [1, 0], [2, 1, 0], [3, 0, 1, 2], [4, 4, 0, 1, 2] })
        {
            int whole = a.Length / order.Length * order.Length;
            ByteEdit.ShuffleChannels<TVectors>(a[..whole], order);
            Expect(a, x, i => i < whole ? x[(i / order.Length * order.Length) + order[i % order.Length]] : x[i]);
        }
    }

    private static void Scan<TVectors>(Span<byte> a, Span<byte> b, Random random)
        where TVectors : struct, IVectors
    {
        nuint length = (nuint)a.Length;
        ref byte left = ref MemoryMarshal.GetReference(a);
        ref byte right = ref MemoryMarshal.GetReference(b);
        a.CopyTo(b);
        Assert.Equal(-1, VectorScan.First<DifferentByte, OtherBlock, TVectors>(ref left, ref right, length));
        Assert.Equal(-1, VectorScan.Last<DifferentByte, OtherBlock, TVectors>(ref left, ref right, length));
        for (int i = 0; i < a.Length; i++)
        {
            b[i] = (byte)~a[i];
        }

        Assert.Equal(-1, VectorScan.First<SameByte, OtherBlock, TVectors>(ref left, ref right, length));
        Assert.Equal(-1, VectorScan.Last<SameByte, OtherBlock, TVectors>(ref left, ref right, length));
        if (a.IsEmpty)
        {
            return;
        }

        int one = random.Next(a.Length);
        int other = random.Next(a.Length);
        (int low, int high) = (Math.Min(one, other), Math.Max(one, other));
        b[low] = a[low];
        b[high] = a[high];
        Assert.Equal(low, VectorScan.First<SameByte, OtherBlock, TVectors>(ref left, ref right, length));
        Assert.Equal(high, VectorScan.Last<SameByte, OtherBlock, TVectors>(ref left, ref right, length));
        a.CopyTo(b);
        b[low] ^= 1;
        b[high] ^= low == high ? (byte)2 : (byte)1;
        Assert.Equal(low, VectorScan.First<DifferentByte, OtherBlock, TVectors>(ref left, ref right, length));
        Assert.Equal(high, VectorScan.Last<DifferentByte, OtherBlock, TVectors>(ref left, ref right, length));
        byte wanted = 200;
        a.Fill(100);
        Assert.Equal(-1, VectorScan.First<SameByte, OneValue, TVectors>(ref left, ref wanted, length));
        a[low] = a[high] = wanted;
        Assert.Equal(low, VectorScan.First<SameByte, OneValue, TVectors>(ref left, ref wanted, length));
        Assert.Equal(high, VectorScan.Last<SameByte, OneValue, TVectors>(ref left, ref wanted, length));
    }

    private static void Expect(Span<byte> actual, byte[] original, Func<int, byte> each)
    {
        byte[] expected = new byte[original.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = each(i);
        }

        Assert.Equal(expected, actual.ToArray());
        original.CopyTo(actual);
    }
}
