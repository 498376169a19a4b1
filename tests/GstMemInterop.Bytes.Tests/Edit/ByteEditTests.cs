using System.Buffers.Binary;
using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class ByteEditTests
{
    private delegate void Edit(Span<byte> bytes);

    private static void Check(Edit fast, Func<byte, int, byte[], byte> expected, int multipleOf = 1) =>
        Placements.ForEach(bytes =>
        {
            byte[] before = bytes.ToArray();
            fast(bytes);
            for (int i = 0; i < before.Length; i++)
            {
                if (bytes[i] != expected(before[i], i, before))
                {
                    Assert.Fail($"length {before.Length}, index {i}: {before[i]} became {bytes[i]}, not {expected(before[i], i, before)}");
                }
            }
        }, multipleOf);

    [Fact]
    public void Invert_equals_the_naive_loop() => Check(ByteEdit.Invert, (v, _, _) => (byte)(255 - v));

    [Fact]
    public void Xor_equals_the_naive_loop() => Check(b => ByteEdit.Xor(b, 0x5A), (v, _, _) => (byte)(v ^ 0x5A));

    [Fact]
    public void Brightness_saturates()
    {
        Check(b => ByteEdit.AddSaturated(b, 100), (v, _, _) => (byte)Math.Min(255, v + 100));
        Check(b => ByteEdit.AddSaturated(b, -77), (v, _, _) => (byte)Math.Max(0, v - 77));
        Check(b => ByteEdit.AddSaturated(b, int.MinValue), (_, _, _) => 0);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    [InlineData(1.7f)]
    [InlineData(-3f)]
    [InlineData(1e30f)]
    public void Gain_rounds_and_saturates(float gain) =>
        Check(b => ByteEdit.Gain(b, gain), (v, _, _) => (byte)Math.Clamp(MathF.Round(v * gain), 0, 255));

    [Fact]
    public void Gain_of_samples_rounds_and_saturates()
    {
        Random random = new(7);
        for (int length = 0; length < 300; length++)
        {
            short[] samples = new short[length];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()));
            float gain = (random.NextSingle() * 6) - 3;
            short[] expected = Array.ConvertAll(samples, s => (short)Math.Clamp(MathF.Round(s * gain), short.MinValue, short.MaxValue));
            ByteEdit.Gain(samples, gain);
            Assert.Equal(expected, samples);
        }
    }

    [Fact]
    public void A_gain_that_is_no_number_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.Gain(new byte[1], float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.Gain(new short[1], float.PositiveInfinity));
    }

    [Fact]
    public void Two_block_edits_equal_the_naive_loop()
    {
        Random random = new(8);
        Placements.ForEach((a, b) =>
        {
            byte alpha = (byte)random.Next(256);
            byte[] before = a.ToArray();
            ByteEdit.Xor(a, b);
            for (int i = 0; i < before.Length; i++)
            {
                Assert.True(a[i] == (before[i] ^ b[i]));
            }

            ByteEdit.Xor(a, b);
            ByteEdit.Blend(a, b, alpha);
            for (int i = 0; i < before.Length; i++)
            {
                int exact = (int)Math.Round(((before[i] * (255 - alpha)) + (b[i] * alpha)) / 255.0);
                Assert.True(a[i] == exact);
            }

            before.CopyTo(a);
            ByteEdit.Invert(a, b);
            for (int i = 0; i < before.Length; i++)
            {
                Assert.True(b[i] == (byte)~before[i]);
            }
        });
    }

    [Fact]
    public void Blend_is_exact_for_all_values()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(v => (byte)v)];
        for (int alpha = 0; alpha < 256; alpha++)
        {
            for (int other = 0; other < 256; other += 5)
            {
                byte[] bytes = [.. all];
                byte[] others = new byte[256];
                others.AsSpan().Fill((byte)other);
                ByteEdit.Blend(bytes, others, (byte)alpha);
                for (int v = 0; v < 256; v++)
                {
                    Assert.True(bytes[v] == ((v * (255 - alpha)) + (other * alpha) + 127) / 255);
                }
            }
        }
    }

    [Fact]
    public void Patterns_repeat_with_a_phase()
    {
        for (int period = 1; period <= 20; period++)
        {
            byte[] pattern = [.. Enumerable.Range(1, period).Select(v => (byte)v)];
            int phase = period * 3 / 2;
            Check(b => ByteEdit.FillPattern(b, pattern, phase), (_, i, _) => pattern[(i + phase) % pattern.Length], multipleOf: 13);
            Check(b => ByteEdit.XorPattern(b, pattern, phase), (v, i, _) => (byte)(v ^ pattern[(i + phase) % pattern.Length]), multipleOf: 13);
        }

        Assert.Throws<ArgumentException>(() => ByteEdit.FillPattern(new byte[3], []));
        Assert.Throws<ArgumentException>(() => ByteEdit.XorPattern(new byte[3], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.FillPattern(new byte[3], [1], -1));
        byte[] self = new byte[8];
        Assert.Throws<ArgumentException>(() => ByteEdit.FillPattern(self, self.AsSpan(1, 2)));
    }

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(4, 0, 2)]
    [InlineData(4, 3, 3)]
    [InlineData(5, 1, 4)]
    [InlineData(6, 5, 0)]
    [InlineData(8, 2, 7)]
    [InlineData(16, 0, 15)]
    public void Channels_are_swapped_in_every_pixel(int size, int first, int second) =>
        Check(b => ByteEdit.SwapChannels(b, size, first, second), (v, i, before) =>
            i % size == first ? before[i - first + second] : i % size == second ? before[i - second + first] : v, multipleOf: size);

    [Fact]
    public void Channels_are_shuffled() =>
        Check(b => ByteEdit.ShuffleChannels(b, [2, 0, 0]), (_, i, before) => before[i - (i % 3) + (i % 3 == 0 ? 2 : 0)], multipleOf: 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Byte_order_is_reversed_at_any_alignment(int size) =>
        Check(b => ByteEdit.ReverseEndianness(b, size), (_, i, before) => before[i - (i % size) + size - 1 - (i % size)], multipleOf: size);

    [Fact]
    public void Tables_map_every_byte()
    {
        byte[] table = [.. Enumerable.Range(0, 256).Select(v => (byte)(v * 7))];
        Check(b => ByteEdit.Map(b, table), (v, _, _) => (byte)(v * 7));
        Assert.Throws<ArgumentException>(() => ByteEdit.Map(new byte[1], new byte[255]));
    }

    [Fact]
    public void Copying_at_an_offset_writes_all_or_nothing()
    {
        byte[] target = "......"u8.ToArray();
        ByteEdit.CopyAt(target, 2, "abc"u8);
        Assert.Equal("..abc."u8.ToArray(), target);
        ByteEdit.CopyAt(target, 6, []);
        foreach (int offset in new[] { -1, 4, 7, int.MaxValue, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.CopyAt(target, offset, "xyz"u8));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.CopyAt(target, 7, []));
        Assert.Equal("..abc."u8.ToArray(), target);
        ByteEdit.CopyAt(target, 1, target.AsSpan(2, 3));
        Assert.Equal(".abcc."u8.ToArray(), target);
    }

    [Fact]
    public void Bad_arguments_change_nothing()
    {
        byte[] bytes = [1, 2, 3];
        Assert.Throws<ArgumentException>(() => ByteEdit.Xor(bytes, [1, 2]));
        Assert.Throws<ArgumentException>(() => ByteEdit.Blend(bytes, [1, 2], 3));
        Assert.Throws<ArgumentException>(() => ByteEdit.Invert(bytes, new byte[2]));
        Assert.Throws<ArgumentException>(() => ByteEdit.Invert(bytes.AsSpan(0, 2), bytes.AsSpan(1, 2)));
        Assert.Throws<ArgumentException>(() => ByteEdit.ReverseEndianness(bytes, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.ReverseEndianness(bytes, 3));
        Assert.Throws<ArgumentException>(() => ByteEdit.SwapChannels(bytes, 2, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.SwapChannels(bytes, 3, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.SwapChannels(bytes, 17, 0, 3));
        Assert.Throws<ArgumentException>(() => ByteEdit.ShuffleChannels(bytes, [0, 1, 3]));
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(0x0201, BinaryPrimitives.ReadInt16LittleEndian(bytes));
    }

    [Fact]
    public void Editing_allocates_nothing()
    {
        byte[] a = new byte[1000];
        byte[] b = new byte[1000];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            ByteEdit.Invert(a);
            ByteEdit.Xor(a, b);
            ByteEdit.Blend(a, b, 7);
            ByteEdit.Gain(a, 1.5f);
            ByteEdit.FillPattern(a, [1, 2, 3]);
            ByteEdit.SwapChannels(a, 4, 0, 2);
            ByteEdit.ReverseEndianness(a, 8);
            ByteSearch.IndexOf(a, b, 1, 900, 3);
            ByteSearch.Count(a, b, overlapping: true);
            ByteCompare.LastMatch(a, b);
            ByteCompare.SumOfAbsoluteDifferences(a, b);
            foreach (ByteRange range in ByteDiff.Ranges(a, b))
            {
                _ = range;
            }
        }
    }
}
