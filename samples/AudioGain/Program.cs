using System.CommandLine;
using AudioGain;
using GstMemInterop;
using GstMemInterop.Bytes;

// The loudness of a sound is changed in the samples' own bytes; what would be too loud stays at the loudest there is.
Option<FileInfo?> input = new("--input", "-i") { Description = "A sound or a video with one; without one, two tones that beat" };
Option<FileInfo> output = new("--output", "-o") { Description = "The file to write: .wav, .flac or .ogg", DefaultValueFactory = static _ => new FileInfo("louder.wav") };
Option<FileInfo> picture = new("--waveform", "-w") { Description = "The picture of the sound to write", DefaultValueFactory = static _ => new FileInfo("waveform.png") };
Option<double> gain = new("--gain", "-g") { Description = "How much louder, in dB; negative is softer", DefaultValueFactory = static _ => 6 };
RootCommand root = new("Makes a sound louder or softer in place, with a meter and a picture of it before and after.") { input, output, picture, gain };
root.SetAction(async (arguments, stop) =>
{
    FileInfo file = arguments.GetRequiredValue(output);
    string encoder = file.Extension.ToLowerInvariant() switch
    {
        ".wav" => "wavenc",
        ".flac" => "flacenc",
        ".ogg" => "vorbisenc ! oggmux",
        _ => throw new FormatException($"'{file.Name}' is no .wav, .flac or .ogg file"),
    };
    string sound = "audioconvert ! audio/x-raw,format=S16LE,layout=interleaved ! identity name=tap";
    using GstPipeline pipeline = arguments.GetValue(input) is { } given
        ? GstPipeline.Launch($"filesrc location={given.FullName} ! decodebin ! {sound:raw} ! audioconvert ! {encoder:raw} ! filesink location={file.FullName}")
        : GstPipeline.Launch($"audiomixer name=mix ! {sound:raw} ! audioconvert ! {encoder:raw} ! filesink location={file.FullName} audiotestsrc num-buffers=150 freq=330 volume=0.3 ! mix. audiotestsrc num-buffers=150 freq=332 volume=0.3 ! mix.");
    using GstPad pad = pipeline.GetPad("tap", "src");
    float factor = (float)Math.Pow(10, arguments.GetRequiredValue(gain) / 20);
    Meter before = new();
    Meter after = new();
    using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
    {
        using WriteMapping map = p.EditBuffer();
        Span<short> samples = new AudioView(map, p.AudioInfo, p.Buffer).Samples<short>();
        before.Add(samples);
        ByteEdit.Gain(samples, factor);             // saturates
        after.Add(samples);
        if (after.ShallBeShown)
        {
            Console.WriteLine($"{p.Pts} {after.Bar}");
        }

        return GstPadProbeReturn.Ok;
    });
    await pipeline.RunAsync(stop);
    await Waveform.SaveAsync(before.Peaks, after.Peaks, arguments.GetRequiredValue(picture).FullName, stop);
    Console.WriteLine($"{after.Count} samples: peak {before.PeakInDecibels:0.0} dB before, {after.PeakInDecibels:0.0} dB after, {after.AtLimit} at the limit: {file.Name}, {arguments.GetRequiredValue(picture).Name}");
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or FormatException or IOException or UnauthorizedAccessException or OperationCanceledException)
{
    Console.Error.WriteLine($"AudioGain: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
