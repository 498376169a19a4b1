namespace GstMemInterop.Bytes.Tests.Infrastructure;

public abstract partial class StreamConformance
{
    [Fact]
    public void Arguments_are_checked_as_everywhere()
    {
        using Stream stream = Create(Content(10), writable: true);
        byte[] buffer = new byte[10];
        Assert.Throws<ArgumentNullException>(() => stream.Read(null!, 0, 0));
        Assert.Throws<ArgumentNullException>(() => stream.Write(null!, 0, 0));
        foreach ((int offset, int count) in new[] { (-1, 1), (0, -1), (0, 11), (11, 0), (5, 6), (int.MaxValue, int.MaxValue) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = stream.Read(buffer, offset, count); });
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.Write(buffer, offset, count));
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = stream.ReadAsync(buffer, offset, count, Cancellation); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = stream.WriteAsync(buffer, offset, count, Cancellation); });
        }

        Assert.Equal(0, stream.Position);
        Assert.Equal(Content(10), ReadAll(stream));
    }

    [Fact]
    public async Task A_cancelled_token_cancels_and_moves_nothing()
    {
        using Stream stream = Create(Content(10), writable: true);
        CancellationToken cancelled = new(canceled: true);
        byte[] buffer = new byte[5];
        Task[] tasks =
        [
            stream.ReadAsync(buffer, 0, 5, cancelled), stream.ReadAsync(buffer.AsMemory(), cancelled).AsTask(),
            stream.WriteAsync(buffer, 0, 5, cancelled), stream.WriteAsync(buffer.AsMemory(), cancelled).AsTask(),
            stream.FlushAsync(cancelled), stream.CopyToAsync(Stream.Null, cancelled),
        ];
        foreach (Task task in tasks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.True(task.IsCanceled);
        }

        Assert.Equal(0, stream.Position);
        Assert.Equal(Content(10), ReadAll(stream));
    }

    [Fact]
    public async Task A_read_only_stream_refuses_every_write()
    {
        using Stream stream = Create(Content(10), writable: false);
        Assert.True(stream.CanRead);
        Assert.False(stream.CanWrite);
        foreach (Func<Stream, byte[], int, int, Task> write in Writers)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => write(stream, [1], 0, 1));
        }

        Assert.Throws<NotSupportedException>(() => stream.SetLength(10));
        Assert.Equal(Content(10), ReadAll(stream));
    }

    [Fact]
    public async Task A_disposed_stream_refuses_everything()
    {
        Stream stream = Create(Content(10), writable: true);
        stream.Dispose();
        stream.Dispose();
        await stream.DisposeAsync();
        Assert.False(stream.CanRead);
        Assert.False(stream.CanWrite);
        Assert.False(stream.CanSeek);
        foreach (Func<Stream, byte[], int, int, Task<int>> read in Readers)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => read(stream, new byte[1], 0, 1));
        }

        foreach (Func<Stream, byte[], int, int, Task> write in Writers)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => write(stream, new byte[1], 0, 1));
        }

        Assert.Throws<ObjectDisposedException>(() => stream.Length);
        Assert.Throws<ObjectDisposedException>(() => stream.Position);
        Assert.Throws<ObjectDisposedException>(() => stream.Position = 1);
        Assert.Throws<ObjectDisposedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<ObjectDisposedException>(() => stream.SetLength(1));
        Assert.Throws<ObjectDisposedException>(() => stream.CopyTo(Stream.Null));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.CopyToAsync(Stream.Null, Cancellation));
    }
}
