using System.Numerics;

namespace GstMemInterop.Bytes.Tests;

public class TypedArrayTests
{
    private static void Check<T>(params T[] values)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (ByteOrder order in Enum.GetValues<ByteOrder>())
        {
            for (int offset = 0; offset < 9; offset++)
            {
                using NativeChunk chunk = new();
                chunk.Resize(offset + (values.Length * values[0].GetByteCount()));
                TypedArray<T> array = new(chunk.Window(offset, null), order);
                for (int i = 0; i < values.Length; i++)
                {
                    array[i] = values[i];
                    byte[] expected = new byte[array.ElementSize];
                    bool big = order == ByteOrder.Big || (order == ByteOrder.Native && !BitConverter.IsLittleEndian);
                    _ = big ? values[i].WriteBigEndian(expected) : values[i].WriteLittleEndian(expected);
                    Assert.Equal(expected, chunk[(offset + (i * array.ElementSize))..(offset + ((i + 1) * array.ElementSize))]);
                }

                Assert.Equal(values, array);
                Assert.Equal(values, array.ToArray());
                TypedArray<T> second = new(new byte[values.Length * array.ElementSize], order);
                second.CopyFrom(0, values);
                Assert.Equal(array.Memory.LeaseReadOnly().Span.ToArray(), second.Memory.LeaseReadOnly().Span.ToArray());
                Assert.Equal(values.Length - 1, array.IndexOf(values[^1]));
            }
        }
    }

    [Fact]
    public void Every_integer_type_has_its_bytes_in_order_at_any_alignment()
    {
        Check<byte>(1, 255, 7);
        Check<sbyte>(1, -128, 7);
        Check<short>(1, short.MinValue, 0x1234);
        Check<ushort>(1, ushort.MaxValue, 0x1234);
        Check<char>('a', '\uFFFE', '\u1234');
        Check(1, int.MinValue, 0x12345678);
        Check(1u, uint.MaxValue, 0x12345678u);
        Check<long>(1L, long.MinValue, 0x123456789ABCDEF0);
        Check<ulong>(1UL, ulong.MaxValue, 0x123456789ABCDEF0);
        Check<nint>((nint)1, nint.MinValue, 0x1234);
        Check<nuint>((nuint)1, nuint.MaxValue, 0x1234);
        Check(Int128.One, Int128.MinValue, new Int128(0x123456789ABCDEF0, 0x0FEDCBA987654321));
        Check(UInt128.One, UInt128.MaxValue, new UInt128(0x123456789ABCDEF0, 0x0FEDCBA987654321));
    }

    [Fact]
    public void Floating_point_bool_and_enums_work()
    {
        TypedArray<double> doubles = new(new byte[24], ByteOrder.Big) { [1] = Math.PI };
        Assert.Equal(BitConverter.DoubleToInt64Bits(Math.PI), System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(doubles.Memory.LeaseReadOnly().Span[8..]));
        TypedArray<float> floats = new(new byte[8], ByteOrder.Little) { [0] = 1.5f, [1] = float.NaN };
        Assert.Equal([1.5f, float.NaN], floats);
        TypedArray<Half> halves = new(new byte[4], ByteOrder.Big) { [1] = (Half)2.5 };
        Assert.Equal((Half)2.5, halves[1]);
        TypedArray<bool> flags = new(new byte[2]) { [1] = true };
        Assert.Equal([false, true], flags);
        TypedArray<DayOfWeek> days = new(new byte[8], ByteOrder.Big) { [0] = DayOfWeek.Friday };
        Assert.Equal([0, 0, 0, 5], days.Memory.LeaseReadOnly().Span[..4].ToArray());
        Assert.Throws<NotSupportedException>(() => new TypedArray<(int, int)>(new byte[8]));
        Assert.Throws<NotSupportedException>(() => new TypedArray<Guid>(new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TypedArray<int>(new byte[8], (ByteOrder)9));
    }

    [Fact]
    public void It_is_a_list_where_the_memory_can_be_resized()
    {
        using NativeChunk chunk = new();
        TypedArray<int> array = new(chunk, ByteOrder.Big);
        array.AddRange([1, 2, 3]);
        array.Add(4);
        array.Insert(0, 0);
        array.InsertRange(2, [10, 11]);
        Assert.Equal([0, 1, 10, 11, 2, 3, 4], array);
        Assert.True(array.Remove(10));
        Assert.False(array.Remove(99));
        array.RemoveAt(0);
        array.RemoveRange(1, 2);
        Assert.Equal([1, 3, 4], array);
        Assert.Contains(4, array);
        array.Fill(0x01020304);
        Assert.Equal([1, 2, 3, 4], chunk[8..]);
        array.Replace(1, 1, [7, 8, 9]);
        Assert.Equal([0x01020304, 7, 8, 9, 0x01020304], array);
        array.Clear();
        Assert.Equal(0, chunk.Length);
    }

    [Fact]
    public void A_fixed_memory_refuses_to_change_its_count()
    {
        TypedArray<short> array = new(new byte[6]);
        Assert.Throws<NotSupportedException>(() => array.Add(1));
        Assert.Throws<NotSupportedException>(() => array.Insert(0, 1));
        Assert.Throws<NotSupportedException>(() => array.RemoveAt(0));
        Assert.Throws<NotSupportedException>(() => array.Clear());
        array.Replace(0, 2, [5, 6]);
        Assert.Equal(new short[] { 5, 6, 0 }, array);
        TypedArray<short> readOnly = new((ReadOnlyMemory<byte>)new byte[6]);
        Assert.True(readOnly.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => readOnly[0] = 1);
        Assert.Throws<InvalidOperationException>(() => readOnly.Fill(1));
    }

    [Fact]
    public void Slices_are_views_and_rests_are_left_out()
    {
        using NativeChunk chunk = new(11);
        TypedArray<int> array = new(chunk);
        Assert.Equal(2, array.Count);
        TypedArray<int> tail = array[1..];
        tail[0] = 42;
        Assert.Equal(42, array[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[1..3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.CopyTo(1, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.CopyFrom(1, new int[2]));
        Assert.Throws<ArgumentException>(() => array.CopyTo(new int[1]));
        chunk.Resize(12);
        Assert.Equal(3, array.Count);
        Assert.Single(tail);
        array.Add(7);
        Assert.Equal([0, 42, 0, 7], array);
    }

    [Fact]
    public void A_source_inside_the_memory_itself_is_swapped_correctly()
    {
        byte[] bytes = new byte[16];
        TypedArray<int> array = new(bytes, BitConverter.IsLittleEndian ? ByteOrder.Big : ByteOrder.Little);
        Span<int> inside = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        inside[0] = 1;
        inside[1] = 2;
        array.CopyFrom(1, inside[..2]);
        Assert.Equal(1, array[1]);
        Assert.Equal(2, array[2]);
    }
}
