namespace GstMemInterop.Bytes.Tests.Infrastructure;

/// <summary>
/// What every seekable stream promises, as a suite: derive, say how a stream is made, and every test runs on it.
/// </summary>
public abstract partial class StreamConformance
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
