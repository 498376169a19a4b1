using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Tests.Buffers;

/// <summary>Times are reckoned exactly, refuse what they cannot hold, and none stays none.</summary>
public sealed class GstClockTimeTests
{
    private const ulong Most = ulong.MaxValue - 1;

    [Fact]
    public void Sums_differences_products_and_parts_are_exact_or_refused() => Prop.ForAll<ulong, ulong>((a, b) =>
    {
        ulong left = Math.Min(a, Most);
        ulong right = Math.Min(b, Most);
        GstClockTime x = new(left);
        GstClockTime y = new(right);
        Check((BigInteger)left + right, () => x + y);
        Check((BigInteger)left - right, () => x - y);
        Check((BigInteger)left * right, () => x * right);
        Check((BigInteger)left * right / 1001, () => x.Scale(right, 1001));
        if (right != 0)
        {
            Assert.Equal(left / right, (x / right).Nanoseconds);
        }

        Assert.Equal((long)(((Int128)right - left) / 100), GstClockTime.Difference(x, y)!.Value.Ticks);
        Assert.Equal(x, GstClockTime.Parse(x.ToString()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void None_stays_none()
    {
        GstClockTime second = GstClockTime.FromSeconds(1);
        Assert.Equal(GstClockTime.None, second + GstClockTime.None);
        Assert.Equal(GstClockTime.None, GstClockTime.None - second);
        Assert.Equal(GstClockTime.None, GstClockTime.None * 3);
        Assert.Equal(GstClockTime.None, GstClockTime.None / 3);
        Assert.Equal(GstClockTime.None, GstClockTime.None.Scale(1, 2));
        Assert.Null(GstClockTime.Difference(second, GstClockTime.None));
        Assert.True(double.IsNaN(second / GstClockTime.None));
        Assert.True(double.IsNaN(GstClockTime.None.TotalMilliseconds));
        Assert.Equal(GstClockTime.None, GstClockTime.Parse("none"));
        Assert.Throws<InvalidOperationException>(() => GstClockTime.None.ToFrame(new GstFraction(30, 1)));
    }

    [Fact]
    public void A_frame_is_found_again_from_its_first_and_its_last_nanosecond()
    {
        int[] rates = [1, 24, 30, 60, 44100, 48000, 30000, 24000, 60000, int.MaxValue];
        ulong[] frames = [0, 1, 2, 29, 30, 1000, 107_892, 1_000_000_007, uint.MaxValue];
        foreach (int numerator in rates)
        {
            foreach (int denominator in (int[])[1, 1001])
            {
                GstFraction rate = new(numerator, denominator);
                foreach (ulong frame in frames.Where(f => numerator <= 1_000_000 && (UInt128)f * (ulong)denominator / (ulong)numerator < 18_000_000_000))
                {
                    GstClockTime begin = GstClockTime.OfFrame(frame, rate);
                    Assert.Equal(frame, begin.ToFrame(rate));
                    Assert.Equal(frame, (GstClockTime.OfFrame(frame + 1, rate) - new GstClockTime(1)).ToFrame(rate));
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.Zero.ToFrame(new GstFraction(0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.Zero.ToFrame(new GstFraction(-1, 1)));
        Assert.Throws<OverflowException>(() => new GstClockTime(Most).ToFrame(new GstFraction(int.MaxValue, 1)));
    }

    [Theory]
    [InlineData("0:00:01.5", 1_500_000_000)]
    [InlineData("0:00:00", 0)]
    [InlineData(" 100:59:59.000000001 ", 363_599_000_000_001)]
    public void Texts_of_times_are_read(string text, ulong nanoseconds) => Assert.Equal(nanoseconds, GstClockTime.Parse(text).Nanoseconds);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0:60:00")]
    [InlineData("0:00:61")]
    [InlineData("0:00:01.")]
    [InlineData("0:00:01.1234567890")]
    [InlineData("-1:00:00")]
    [InlineData("0:00:00:00")]
    [InlineData("6000000:00:00")]
    [InlineData("99999999999999999999999:00:00")]
    public void Texts_that_are_no_times_are_refused(string text)
    {
        Assert.False(GstClockTime.TryParse(text, out GstClockTime time));
        Assert.False(time.HasValue);
        Assert.Throws<FormatException>(() => GstClockTime.Parse(text));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(2e13)]
    public void Milliseconds_that_it_cannot_hold_are_refused(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.FromMilliseconds(milliseconds));

    [Fact]
    public void Milliseconds_come_back() => Assert.Equal(16.667, GstClockTime.FromMilliseconds(16.667).TotalMilliseconds);

    private static void Check(BigInteger exact, Func<GstClockTime> reckon)
    {
        if (exact < 0 || exact > Most)
        {
            Assert.Throws<OverflowException>(() => reckon());
        }
        else
        {
            Assert.Equal((ulong)exact, reckon().Nanoseconds);
        }
    }
}
