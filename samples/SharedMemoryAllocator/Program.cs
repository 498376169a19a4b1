using System.Globalization;
using GstMemInterop;
using SharedFrames;

// Without arguments, or with a number of frames: the process that has the pipeline. It starts the same program as a reader.
try
{
    switch (args)
    {
        case ["--reader", string parent]:
            FrameReader.Run(int.Parse(parent, CultureInfo.InvariantCulture));
            return 0;
        case [] or [_] when int.TryParse(args.FirstOrDefault("120"), NumberStyles.None, CultureInfo.InvariantCulture, out int frames) && frames > 0:
            Console.WriteLine(FrameWriter.Run(frames));
            return 0;
        default:
            Console.Error.WriteLine("SharedMemoryAllocator: the one argument is a number of frames, 1 or more");
            return 2;
    }
}
catch (Exception exception) when (exception is GstException or IOException or NotSupportedException or InvalidDataException)
{
    Console.Error.WriteLine($"SharedMemoryAllocator: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
