using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.ChildProcess;

/// <summary>The other side of shared memory: tells by the first byte that it is there, waits for the second, answers in the third.</summary>
internal static class SharedMemoryPeer
{
    internal static void Answer(string path, nuint offset, nuint size)
    {
        using SharedMemoryAllocator allocator = new();
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using GstMemory memory = allocator.Open(file, offset, size);
        using WriteMapping map = memory.MapWrite();
        Console.WriteLine($"found {map.Span[3..].IndexOfAnyExcept((byte)7)} {map.Length}");
        Volatile.Write(ref map.Span[0], 1);
        for (int i = 0; i < 2000 && Volatile.Read(ref map.Span[1]) == 0; i++)
        {
            Thread.Sleep(10);
        }

        Volatile.Write(ref map.Span[2], (byte)(map.Span[1] + 1));
    }
}
