using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Tests.Buffers;

/// <summary>Positions, running times and stream times there and back, clipping, offsets and seeks; never a warning of C's.</summary>
public sealed class GstSegmentTests
{
    private static readonly GstSegment s_second = new(GstFormat.Time) { Start = 1_000, Stop = 5_000, Time = 1_000, Base = 700 };

    [Theory]
    [InlineData(1.0, 1_000, 700)]
    [InlineData(1.0, 5_000, 4_700)]
    [InlineData(2.0, 3_000, 1_700)]
    [InlineData(-1.0, 5_000, 700)]
    [InlineData(-2.0, 1_000, 2_700)]
    public void Running_times_go_back_to_positions(double rate, ulong position, ulong running)
    {
        GstSegment segment = s_second with { Rate = rate };
        Assert.Equal(running, segment.ToRunningTime(position));
        Assert.Equal(position, segment.PositionFromRunningTime(running));
        Assert.Equal(position, segment.PositionFromRunningTime(new GstClockTime(running)).Nanoseconds);
        Assert.Equal(position, segment.PositionFromStreamTime(segment.ToStreamTime(position)!.Value));
        Assert.Equal(position, segment.PositionFromStreamTime(new GstClockTime(position)).Nanoseconds);
    }

    [Fact]
    public void What_lies_outside_or_is_unknown_has_no_position()
    {
        Assert.Null(s_second.PositionFromRunningTime(4_701));
        Assert.Null(s_second.PositionFromRunningTime(699));
        Assert.Null(s_second.PositionFromStreamTime(999));
        Assert.Null((s_second with { Time = null }).PositionFromStreamTime(2_000));
        Assert.Null((s_second with { Stop = null, Rate = -1 }).PositionFromRunningTime(800));
        Assert.Null((s_second with { Stop = null, AppliedRate = -1 }).PositionFromStreamTime(2_000));
        Assert.Equal(GstClockTime.None, s_second.PositionFromRunningTime(GstClockTime.None));
        Assert.Throws<InvalidOperationException>(() => new GstSegment(GstFormat.Bytes).PositionFromStreamTime(GstClockTime.Zero));
    }

    [Theory]
    [InlineData(0ul, 6_000ul, true, 1_000ul, 5_000ul)]
    [InlineData(2_000ul, 3_000ul, true, 2_000ul, 3_000ul)]
    [InlineData(null, 3_000ul, true, null, 3_000ul)]
    [InlineData(4_000ul, null, true, 4_000ul, 5_000ul)]
    [InlineData(5_001ul, null, false, null, null)]
    [InlineData(0ul, 999ul, false, null, null)]
    public void Pieces_are_clipped(ulong? start, ulong? stop, bool inside, ulong? clippedStart, ulong? clippedStop)
    {
        Assert.Equal(inside, s_second.Clip(start, stop, out ulong? left, out ulong? right));
        Assert.Equal((clippedStart, clippedStop), (left, right));
    }

    [Fact]
    public void A_piece_that_ends_before_it_begins_is_refused() => Assert.Throws<ArgumentException>(() => s_second.Clip(2, 1, out _, out _));

    [Fact]
    public void A_segment_is_played_later_or_earlier()
    {
        Assert.Equal(1_700ul, s_second.OffsetRunningTime(1_000)!.Value.Base);
        Assert.Equal(200ul, s_second.OffsetRunningTime(-500)!.Value.Base);
        GstSegment cut = s_second.OffsetRunningTime(-1_700)!.Value;
        Assert.Equal((0ul, 1_000ul), (cut.Base, cut.Offset));
        Assert.Null(s_second.OffsetRunningTime(long.MinValue));
        Assert.Equal(s_second, s_second.OffsetRunningTime(0));
    }

    [Fact]
    public void A_seek_makes_another_segment()
    {
        GstSegment whole = new(GstFormat.Time) { Duration = 10_000, Position = 4_000 };
        GstSegment part = whole.Seek(Request(GstSeekType.Set, 2_000, GstSeekType.End, -1_000), out bool moved);
        Assert.True(moved);
        Assert.Equal((2_000ul, 9_000ul, 2_000ul, GstSegmentFlags.Reset), (part.Start, part.Stop, part.Position, part.Flags));
        GstSegment same = whole.Seek(Request(GstSeekType.None, 0, GstSeekType.None, 0) with { Rate = 2 }, out moved);
        Assert.False(moved);
        Assert.Equal(2, same.Rate);
        Assert.Throws<ArgumentException>(() => whole.Seek(Request(GstSeekType.Set, 5, GstSeekType.Set, 4), out _));
        Assert.Throws<ArgumentException>(() => whole.Seek(Request(GstSeekType.Set, 5, GstSeekType.None, 0) with { Format = GstFormat.Bytes }, out _));
        Assert.Throws<ArgumentException>(() => whole.Seek(Request(GstSeekType.Set, 5, GstSeekType.None, 0) with { Rate = double.NaN }, out _));
        Assert.Throws<ArgumentException>(() => whole.Seek(Request(GstSeekType.Set, 5, GstSeekType.None, 0) with { Flags = GstSeekFlags.InstantRateChange }, out _));
    }

    [Fact]
    public void No_numbers_make_C_complain() => Prop.ForAll<ulong[], long[], byte[]>((unsigned, signed, small) =>
    {
        ulong U(int i) => unsigned.Length == 0 ? ulong.MaxValue : unsigned[i % unsigned.Length];
        long S(int i) => signed.Length == 0 ? long.MinValue : signed[i % signed.Length];
        int B(int i, int of) => small.Length == 0 ? 0 : small[i % small.Length] % of;
        GstSegment segment = new(GstFormat.Time) { Start = U(0), Stop = U(1), Time = U(2), Base = U(3), Offset = U(4), Position = U(5), Duration = B(0, 2) == 0 ? null : U(6), Rate = B(1, 2) == 0 ? -0.5 : 3, AppliedRate = B(2, 2) == 0 ? -2 : 1 };
        _ = segment.PositionFromRunningTime(U(7));
        _ = segment.PositionFromStreamTime(U(8));
        _ = segment.ToRunningTime(U(7));
        _ = segment.ToStreamTime(U(7));
        _ = segment.OffsetRunningTime(S(0));
        _ = Record.Exception(() => segment.Clip(U(9), U(10), out _, out _));
        _ = Record.Exception(() => segment.Seek(new GstSeekRequest(B(3, 2) == 0 ? 1 : -1, GstFormat.Time, (GstSeekFlags)B(4, 2), (GstSeekType)B(5, 3), S(1), (GstSeekType)B(6, 3), S(2)), out _));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static GstSeekRequest Request(GstSeekType startType, long start, GstSeekType stopType, long stop) =>
        new(1, GstFormat.Time, GstSeekFlags.Flush, startType, start, stopType, stop);
}
