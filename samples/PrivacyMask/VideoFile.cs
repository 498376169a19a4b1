using GstMemInterop;

namespace PrivacyMask;

/// <summary>Where the video comes from. Whether a file has sound is known when it is decoded: then the branch for it is built.</summary>
internal sealed class VideoFile(string? path) : IDisposable
{
    private GstElement? _decoder;

    internal bool HasSound { get; private set; } = path is null;

    /// <summary>The pipeline that writes it again; frames pass the element <c>tap</c>.</summary>
    internal GstPipeline Into(string output, string format)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}'.");
        }

        string video = "videoconvert name=video ! capsfilter name=format ! identity name=tap ! videoconvert ! vp8enc deadline=1 cpu-used=8 ! queue ! mux.";
        GstPipeline pipeline = path is null
            ? GstPipeline.Launch($"webmmux name=mux ! filesink location={output} {video:raw} videotestsrc num-buffers=120 pattern=circular ! video/x-raw,width=320,height=240,framerate=30/1 ! video. audiotestsrc num-buffers=172 wave=ticks ! vorbisenc ! queue ! mux.")
            : GstPipeline.Launch($"webmmux name=mux ! filesink location={output} {video:raw} filesrc location={path} ! decodebin name=decode");
        using GstCaps caps = GstCaps.Parse($"video/x-raw,format={format}");
        using GstElement filter = pipeline.GetElement("format");
        filter["caps"] = caps;
        if (path is not null)
        {
            _decoder = pipeline.GetElement("decode");
            _decoder.PadAdded += (_, added) => Continue(pipeline, added.Pad);
        }

        return pipeline;
    }

    public void Dispose() => _decoder?.Dispose();

    private void Continue(GstPipeline pipeline, GstPad decoded)
    {
        using GstCaps caps = decoded.QueryCaps();
        if (caps.MediaType == "video/x-raw")
        {
            using GstPad video = pipeline.GetPad("video", "sink");
            if (!video.IsLinked)
            {
                decoded.Link(video);
            }
        }
        else if (caps.MediaType == "audio/x-raw" && !HasSound)
        {
            HasSound = true;
            GstElement[] branch = [.. ((string[])["audioconvert", "audioresample", "vorbisenc", "queue"]).Select(static name => GstElement.Create(name))];
            pipeline.Add(branch);
            using GstElement mux = pipeline.GetElement("mux");
            _ = branch.Append(mux).Aggregate(static (from, to) => from.Link(to));
            using GstPad sound = branch[0].GetPad("sink");
            decoded.Link(sound);
            foreach (GstElement element in branch)
            {
                element.SyncStateWithParent();
                element.Dispose();
            }
        }
    }
}
