namespace GstMemInterop.Bytes.Tests.Infrastructure;

public abstract partial class StreamConformance
{
    [Fact]
    public void Seeking_works_from_every_origin_and_not_before_the_beginning()
    {
        using Stream stream = Create(Content(100), writable: true);
        Assert.True(stream.CanSeek);
        Assert.Equal(40, stream.Seek(40, SeekOrigin.Begin));
        Assert.Equal(30, stream.Seek(-10, SeekOrigin.Current));
        Assert.Equal(95, stream.Seek(-5, SeekOrigin.End));
        Assert.Equal(Content(100)[95], stream.ReadByte());
        Assert.Equal(200, stream.Seek(100, SeekOrigin.End));
        Assert.Equal(100, stream.Length);
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<IOException>(() => stream.Seek(-1, SeekOrigin.Begin));
        Assert.Throws<IOException>(() => stream.Seek(-201, SeekOrigin.Current));
        Assert.Throws<IOException>(() => stream.Seek(-101, SeekOrigin.End));
        Assert.Throws<IOException>(() => stream.Seek(long.MinValue, SeekOrigin.Begin));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Seek(long.MaxValue, SeekOrigin.Current));
        Assert.ThrowsAny<ArgumentException>(() => stream.Seek(0, (SeekOrigin)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
        Assert.Equal(200, stream.Position);
        Assert.Equal(long.MaxValue, stream.Seek(long.MaxValue, SeekOrigin.Begin));
        Assert.ThrowsAny<Exception>(() => stream.Write([1]));
        Assert.Equal(100, stream.Length);
    }

    [Fact]
    public void Setting_the_length_cuts_grows_with_zeros_or_is_refused()
    {
        using Stream stream = Create(Content(100), writable: true);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.SetLength(-1));
        stream.Position = 80;
        if (!CanGrow)
        {
            Assert.Throws<NotSupportedException>(() => stream.SetLength(100));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(99));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(101));
            Assert.Equal(Content(100), ReadAll(stream));
            return;
        }

        stream.SetLength(100);
        Assert.Equal(80, stream.Position);
        stream.SetLength(50);
        Assert.Equal(50, stream.Position);
        Assert.Equal(Content(50), ReadAll(stream));
        stream.SetLength(60);
        Assert.Equal([.. Content(50), .. new byte[10]], ReadAll(stream));
        Assert.ThrowsAny<Exception>(() => stream.SetLength(long.MaxValue));
        stream.SetLength(0);
        Assert.Equal(0, stream.Length);
        Assert.Empty(ReadAll(stream));
    }
}
