using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using GstMemInterop;

namespace SharedFrames;

/// <summary>Runs a pipeline whose frames lie in shared memory, and has another process read and mark each of them.</summary>
internal static class FrameWriter
{
    internal static string Run(int frames)
    {
        using SharedMemoryAllocator shared = new();
        using Process reader = StartReader();
        int read = 0;
        long bytes = 0;
        Exception? failure = null;

        // As the default allocator it gives videotestsrc the memory for its frames: they are drawn straight into it.
        using (shared.SetDefault())
        using (GstPipeline pipeline = GstPipeline.Launch($"videotestsrc pattern=ball num-buffers={frames} ! video/x-raw,format=GRAY8,width=640,height=480 ! fakesink name=end"))
        {
            using GstPad pad = pipeline.GetPad("end", "sink");
            using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
            {
                GstMemoryRef memory = p.Buffer.PeekMemory(0);
                bytes += (long)memory.Size;
                Ask(reader, shared, memory, read);
                read++;
                return GstPadProbeReturn.Ok;
            });
            probe.Failed += (_, e) => failure ??= e.Exception;
            pipeline.Run();
        }

        reader.StandardInput.Close();
        reader.WaitForExit();
        if (failure is not null || reader.ExitCode != 0 || read != frames)
        {
            throw new InvalidDataException($"the reader saw {read} of {frames} frames and ended with {reader.ExitCode}: {failure?.Message}", failure);
        }

        return string.Create(CultureInfo.InvariantCulture, $"process {reader.Id} read all {read} frames ({bytes / 1e6:0.0} MB) of process {Environment.ProcessId} without a copy, and its mark was found in each");
    }

    /// <summary>Tells the reader where a frame is, and waits until it has read and marked it: nobody else orders the two processes.</summary>
    private static void Ask(Process reader, SharedMemoryAllocator shared, GstMemoryRef memory, int number)
    {
        if (!shared.TryGetRange(memory, out SharedMemoryRange range))
        {
            throw new InvalidDataException($"frame {number} lies in {memory.MemoryType}, not in shared memory");
        }

        long expected = FrameSum.Of(memory);
        reader.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{range.File.DangerousGetHandle()} {range.Offset} {range.Size} {number}"));
        reader.StandardInput.Flush();
        string? answer = reader.StandardOutput.ReadLine();
        if (answer != expected.ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"frame {number} sums up to {expected} here and to '{answer}' there");
        }

        using ReadMapping map = memory.MapRead();
        int mark = BinaryPrimitives.ReadInt32LittleEndian(map.Span);
        if (mark != number)
        {
            throw new InvalidDataException($"frame {number} was marked as {mark}");
        }
    }

    /// <summary>This program once more. Started by <c>dotnet</c> or by itself: its assembly is the first argument either way.</summary>
    private static Process StartReader()
    {
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        string[] arguments = [.. self, "--reader", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
