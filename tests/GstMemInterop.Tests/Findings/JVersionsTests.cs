using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Tests.Findings;

/// <summary>
/// Findings J: what other releases of GStreamer do differently, and what was refused or broken on them. Each of these fails
/// without its mend on the release that its comment names, and <c>tests/versions.sh</c> runs them there.
/// </summary>
public class JVersionsTests
{
    /// <summary>1.18 refused every quoted text with a space, a comma or an umlaut in it.</summary>
    [Theory]
    [InlineData("my/info,count=(int)3", "my/info, count=(int)3;")]
    [InlineData("my/info,note=(string)\"two words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"two\\ words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"\\164wo\\040words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"a\\\\b\"", "my/info, note=(string)\"a\\\\b\";")]
    [InlineData("my/info,note=(string)\"\\\"quotes\\\", ; (int)[5,1]\"", "my/info, note=(string)\"\\\"quotes\\\"\\,\\ \\;\\ \\(int\\)\\[5\\,1\\]\";")]
    [InlineData("my/info,note=(string)\"Grüße\"", "my/info, note=(string)\"Gr\\303\\274\\303\\237e\";")]
    [InlineData("my/info,note=(string)\"\\Ü\"", "my/info, note=(string)\"\\303\\234\";")]
    [InlineData("my/info,note=(string)\"a\tb\"", "my/info, note=(string)\"a\\011b\";")]
    [InlineData("my/info,note=(string)\"\"", "my/info, note=(string)\"\";")]
    [InlineData("my/info,a=(string)\"x y\",b=(string)plain,c=(string)\"NULL\"", "my/info, a=(string)\"x\\ y\", b=(string)plain, c=(string)\"NULL\";")]
    public void J_Plain_information_is_read_by_every_release(string text, string written)
    {
        using GstSample sample = GstSample.Create(info: text);
        Assert.Equal(written, sample.Info);
        sample.Info = written;
        Assert.Equal(written, sample.Info);
    }

    [Theory]
    [InlineData("my/info,note=(string)\"a\0b\"")]
    [InlineData("my/info,note=(string)\"a\\\0b\"")]
    public void J_A_zero_character_is_not_turned_into_an_escape(string text)
    {
        Assert.ThrowsAny<Exception>(() => GstSample.Create(info: text));
    }

    /// <summary>Before 1.20, a memory that stays mapped kept the protection of its first mapping, and could not be written once it was read.</summary>
    [Theory]
    [InlineData(GstFdMemoryFlags.KeepMapped)]
    [InlineData(GstFdMemoryFlags.KeepMapped | GstFdMemoryFlags.MapPrivate)]
    [InlineData((GstFdMemoryFlags)0)]
    public void J_A_memory_of_a_descriptor_is_read_first_and_written_then(GstFdMemoryFlags flags)
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile(FileAccess.ReadWrite);
        using GstMemory memory = allocator.Allocate(file, 4, FdOwnership.Lend, flags);
        for (int round = 0; round < 2; round++)
        {
            using (ReadMapping read = memory.MapRead())
            {
                Assert.Equal((byte)'b', read.Span[1]);
            }

            using (WriteMapping written = memory.MapWrite())
            {
                written.Span[0]++;
            }
        }

        Assert.Equal((byte)'c', memory.ToArray()[0]);
    }

    [Theory]
    [InlineData(GstFdMemoryFlags.KeepMapped)]
    [InlineData((GstFdMemoryFlags)0)]
    public void J_A_descriptor_for_reading_only_is_still_read(GstFdMemoryFlags flags)
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile(FileAccess.Read);
        using GstMemory memory = allocator.Allocate(file, 4, FdOwnership.Lend, flags);
        Assert.Equal("abcd"u8, memory.ToArray());
        Assert.Throws<GstMapException>(() => memory.MapWrite().Dispose());
        Assert.Equal("abcd"u8, memory.ToArray());
    }

    private static SafeFileHandle TemporaryFile(FileAccess access)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, "abcd"u8);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return file;
    }
}
