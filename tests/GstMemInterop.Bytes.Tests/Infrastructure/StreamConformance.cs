namespace GstMemInterop.Bytes.Tests.Infrastructure;

/// <summary>
/// What every seekable stream promises, as a suite: derive, say how a stream is made, and every test runs on it.
/// </summary>
public abstract class StreamConformance
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whether writing behind the end, or a new length, makes the stream longer.</summary>
    protected abstract bool CanGrow { get; }

    /// <summary>A stream with these bytes, at position 0.</summary>
    protected abstract Stream Create(byte[] content, bool writable);

    /// <summary>The ways to read that must all behave alike.</summary>
    private static IEnumerable<Func<Stream, byte[], int, int, Task<int>>> Readers =>
    [
        (s, b, o, c) => Task.FromResult(s.Read(b, o, c)),
        (s, b, o, c) => Task.FromResult(s.Read(b.AsSpan(o, c))),
        (s, b, o, c) => s.ReadAsync(b, o, c, Cancellation),
        async (s, b, o, c) => await s.ReadAsync(b.AsMemory(o, c), Cancellation),
        (s, b, o, c) => Task.Factory.FromAsync(s.BeginRead, s.EndRead, b, o, c, null),
        (s, b, o, c) =>
        {
            int count = 0;
            for (int value; count < c && (value = s.ReadByte()) >= 0; count++)
            {
                b[o + count] = (byte)value;
            }

            return Task.FromResult(count);
        },
    ];

    private static IEnumerable<Func<Stream, byte[], int, int, Task>> Writers =>
    [
        (s, b, o, c) =>
        {
            s.Write(b, o, c);
            return Task.CompletedTask;
        },
        (s, b, o, c) =>
        {
            s.Write(b.AsSpan(o, c));
            return Task.CompletedTask;
        },
        (s, b, o, c) => s.WriteAsync(b, o, c, Cancellation),
        async (s, b, o, c) => await s.WriteAsync(b.AsMemory(o, c), Cancellation),
        (s, b, o, c) => Task.Factory.FromAsync(s.BeginWrite, s.EndWrite, b, o, c, null),
        (s, b, o, c) =>
        {
            for (int i = 0; i < c; i++)
            {
                s.WriteByte(b[o + i]);
            }

            return Task.CompletedTask;
        },
    ];

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task Reading_moves_the_position_and_ends_with_zero()
    {
        byte[] content = Content(100);
        foreach (Func<Stream, byte[], int, int, Task<int>> read in Readers)
        {
            using Stream stream = Create(content, writable: false);
            byte[] buffer = new byte[200];
            Assert.Equal(0, await read(stream, buffer, 5, 0));
            Assert.Equal(30, await read(stream, buffer, 5, 30));
            Assert.Equal(30, stream.Position);
            Assert.Equal(content[..30], buffer[5..35]);
            int count = 0;
            for (int got; (got = await read(stream, buffer, count, 200 - count)) > 0; count += got)
            {
            }

            Assert.Equal(content[30..], buffer[..count]);
            Assert.Equal(100, stream.Position);
            Assert.Equal(0, await read(stream, buffer, 0, 10));
            stream.Position = 1000;
            Assert.Equal(0, await read(stream, buffer, 0, 10));
            Assert.Equal(1000, stream.Position);
        }
    }

    [Fact]
    public async Task Writing_overwrites_what_is_there()
    {
        foreach (Func<Stream, byte[], int, int, Task> write in Writers)
        {
            byte[] expected = Content(100);
            using Stream stream = Create([.. expected], writable: true);
            await write(stream, Content(100), 0, 0);
            stream.Position = 90;
            await write(stream, [9, 8, 7, 6, 5], 1, 3);
            Assert.Equal(93, stream.Position);
            Assert.Equal(100, stream.Length);
            new byte[] { 8, 7, 6 }.CopyTo(expected, 90);
            stream.Position = 0;
            byte[] all = new byte[100];
            stream.ReadExactly(all);
            Assert.Equal(expected, all);
            await stream.FlushAsync(Cancellation);
            stream.Flush();
        }
    }

    [Fact]
    public async Task Writing_over_the_end_grows_or_changes_nothing()
    {
        foreach (Func<Stream, byte[], int, int, Task> write in Writers)
        {
            foreach (int gap in new[] { 0, 1, 5000 })
            {
                byte[] content = Content(10);
                using Stream stream = Create([.. content], writable: true);
                stream.Position = 10 + gap;
                if (CanGrow)
                {
                    await write(stream, [1, 2, 3], 0, 3);
                    Assert.Equal(13 + gap, stream.Length);
                    content = [.. content, .. new byte[gap], 1, 2, 3];
                }
                else
                {
                    await Assert.ThrowsAsync<NotSupportedException>(() => write(stream, [1, 2, 3], 0, 3));
                    Assert.Equal(10 + gap, stream.Position);
                }

                Assert.Equal(content, ReadAll(stream));
            }
        }

        using Stream over = Create(Content(10), writable: true);
        over.Position = 8;
        if (CanGrow)
        {
            over.Write([1, 2, 3]);
            Assert.Equal([.. Content(8), 1, 2, 3], ReadAll(over));
        }
        else
        {
            Assert.Throws<NotSupportedException>(() => over.Write([1, 2, 3]));
            Assert.Equal(Content(10), ReadAll(over));
        }
    }

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
        stream.SetLength(100);
        stream.Position = 80;
        if (!CanGrow)
        {
            Assert.Throws<NotSupportedException>(() => stream.SetLength(99));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(101));
            Assert.Equal(Content(100), ReadAll(stream));
            return;
        }

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

    [Fact]
    public async Task Copying_starts_at_the_position()
    {
        byte[] content = Content(10_000);
        foreach (int from in new[] { 0, 1, 9999, 10_000, 20_000 })
        {
            foreach (int size in new[] { 1, 100, 1 << 16 })
            {
                using Stream stream = Create(content, writable: false);
                stream.Position = from;
                using MemoryStream target = new();
                stream.CopyTo(target, size);
                Assert.Equal(content[Math.Min(from, 10_000)..], target.ToArray());
                stream.Position = from;
                using MemoryStream asynchronous = new();
                await stream.CopyToAsync(asynchronous, size, Cancellation);
                Assert.Equal(target.ToArray(), asynchronous.ToArray());
            }
        }

        using Stream source = Create(content, writable: false);
        Assert.Throws<ArgumentNullException>(() => source.CopyTo(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyTo(Stream.Null, 0));
        Assert.Throws<NotSupportedException>(() => source.CopyTo(new MemoryStream([], writable: false)));
    }

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

    [Fact]
    public void An_empty_stream_is_a_stream()
    {
        using Stream stream = Create([], writable: true);
        Assert.Equal(0, stream.Length);
        Assert.Equal(-1, stream.ReadByte());
        Assert.Empty(ReadAll(stream));
        stream.Write([]);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void Random_use_equals_a_memory_stream()
    {
        Random random = new(12);
        for (int round = 0; round < 200; round++)
        {
            byte[] content = Content(random.Next(300));
            using Stream stream = Create([.. content], writable: true);
            using MemoryStream model = new();
            model.Write(content);
            model.Position = 0;
            for (int step = 0; step < 40; step++)
            {
                int count = random.Next(50);
                switch (random.Next(4))
                {
                    case 0:
                        byte[] expected = new byte[count];
                        byte[] actual = new byte[count];
                        Assert.Equal(model.Read(expected), stream.ReadAtLeast(actual, count, throwOnEndOfStream: false));
                        Assert.Equal(expected, actual);
                        break;
                    case 1 when CanGrow || model.Position + count <= model.Length:
                        byte[] bytes = new byte[count];
                        random.NextBytes(bytes);
                        model.Write(bytes);
                        stream.Write(bytes);
                        break;
                    case 2:
                        long position = random.Next((int)model.Length + (CanGrow ? 20 : 1));
                        model.Position = stream.Position = position;
                        break;
                    case 3 when CanGrow:
                        int length = random.Next(400);
                        model.SetLength(length);
                        stream.SetLength(length);
                        break;
                }

                Assert.Equal(model.Position, stream.Position);
                Assert.Equal(model.Length, stream.Length);
            }

            Assert.Equal(model.ToArray(), ReadAll(stream));
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        long position = stream.Position;
        stream.Position = 0;
        byte[] all = new byte[stream.Length];
        stream.ReadExactly(all);
        Assert.Equal(-1, stream.ReadByte());
        stream.Position = position;
        return all;
    }
}
