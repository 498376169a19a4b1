using System.Diagnostics;
using System.Globalization;
using GstMemInterop;

namespace EditInPlace;

/// <summary>Builds the pipeline, edits every frame in a pad probe, and counts what it cost.</summary>
internal sealed class EditJob : IDisposable
{
    private const int DefaultFrames = 300;

    private readonly Options _options;
    private readonly FrameEffect _effect;
    private readonly FrameCapture? _capture;
    private readonly GstPipeline _pipeline;
    private readonly GstPad _pad;
    private readonly CancellationTokenSource _abort = new();
    private GstVideoInfo? _info;
    private long _firstTimestamp;
    private long _lastTimestamp;
    private long _measuredBytes;
    private int _measuredFrames;
    private int _seen;
    private int _edited;
    private int _copied;
    private int _stopRequests;

    internal EditJob(Options options)
    {
        _options = options;
        _effect = FrameEffect.Create(options.Effect, options.Text);
        _capture = FrameCapture.For(options);
        _pipeline = GstPipeline.Launch(LaunchText.For(options, DefaultFrames));
        SetProperty("in", "uri", options.Input is null ? null : LaunchText.UriOf(options.Input));
        SetProperty("out", "location", LaunchText.WritesVideo(options) ? options.Output : null);
        _pad = _pipeline.GetPad("tap", "src");
    }

    /// <summary>What was done and what it cost, in one line.</summary>
    internal string Summary
    {
        get
        {
            double seconds = Stopwatch.GetElapsedTime(_firstTimestamp, _lastTimestamp).TotalSeconds;
            double rate = _seen > 1 && seconds > 0 ? (_seen - 1) / seconds : 0;
            double bytes = _measuredFrames > 0 ? (double)_measuredBytes / _measuredFrames : 0;
            return string.Create(CultureInfo.InvariantCulture, $"edited {_edited} of {_seen} frames in place, {_copied} copied, {bytes:0.##} bytes of managed memory per frame, {rate:0} frames/s");
        }
    }

    internal async Task RunAsync()
    {
        using PadProbe probe = _pad.AddBufferProbe(this, static (ref BufferProbe p, EditJob job) => job.OnFrame(ref p));
        Exception? failure = null;
        probe.Failed += (_, e) => failure ??= e.Exception;
        using StopSignals stop = new(Stop);
        Progress progress = new(() => _seen, Expected);
        try
        {
            Task run = _pipeline.RunAsync(_abort.Token);
            await progress.FollowAsync(run);
            await run;
        }
        catch (GstException error) when (_seen == 0 && _options.Input is not null)
        {
            throw new GstException($"'{_options.Input}' gave no video frame: {error.Message}", error);
        }

        if (failure is not null)
        {
            throw new GstException($"A frame could not be edited: {failure.Message}", failure);
        }

        if (_seen == 0)
        {
            throw new GstException($"'{_options.Input}' gave no video frame.");
        }

        _capture?.Save();
    }

    public void Dispose()
    {
        _pad.Dispose();
        _pipeline.Dispose();
        _abort.Dispose();
    }

    /// <summary>The main job, once for each frame on the streaming thread: map the frame's own bytes, edit them, unmap.</summary>
    private GstPadProbeReturn OnFrame(ref BufferProbe probe)
    {
        _info ??= ReadInfo();
        _lastTimestamp = Stopwatch.GetTimestamp();
        if (_seen == 0)
        {
            _firstTimestamp = _lastTimestamp;
        }

        int number = _seen++;
        bool captured = _capture is not null && _capture.Wants(number);
        if (captured)
        {
            using ReadMapping before = probe.Buffer.MapRead();
            _capture!.TakeBefore(new ReadOnlyVideoFrameView(before, _info, probe.Buffer));
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        using (WriteMapping map = probe.EditBuffer())
        {
            FrameCanvas canvas = new(new VideoFrameView(map, _info, probe.Buffer));
            _effect.Apply(canvas, number);
            _copied += probe.BufferWasCopied || map.Copied ? 1 : 0;
        }

        _edited++;
        Measure(number, GC.GetAllocatedBytesForCurrentThread() - bytes);
        if (captured)
        {
            using ReadMapping after = probe.Buffer.MapRead();
            _capture!.TakeAfter(new ReadOnlyVideoFrameView(after, _info, probe.Buffer));
        }

        return GstPadProbeReturn.Ok;
    }

    /// <summary>The first frames of many load code and fill caches; what counts is the steady state after them. A lone picture counts as it is.</summary>
    private void Measure(int number, long bytes)
    {
        const int warmUp = 10;
        if (number == warmUp)
        {
            (_measuredBytes, _measuredFrames) = (0, 0);
        }

        _measuredBytes += bytes;
        _measuredFrames++;
    }

    private GstVideoInfo ReadInfo()
    {
        using GstCaps caps = _pad.CurrentCaps ?? throw new GstException("Frames came before their format was known.");
        return GstVideoInfo.FromCaps(caps);
    }

    /// <summary>How many frames will come, as far as anybody knows.</summary>
    private int? Expected()
    {
        if (_options.Input is null)
        {
            return _options.Frames ?? DefaultFrames;
        }

        GstClockTime duration = _pipeline.QueryDuration();
        int? all = _info is { FrameRate: { Numerator: > 0, Denominator: > 0 } rate } && duration.HasValue
            ? (int)Math.Ceiling(duration.TotalSeconds * rate.Numerator / rate.Denominator)
            : null;
        return _options.Frames is { } limit ? Math.Min(limit, all ?? limit) : all;
    }

    /// <summary>Ctrl-C: the first time the stream is ended properly, so that the file can be played; the second time at once.</summary>
    private void Stop()
    {
        if (Interlocked.Increment(ref _stopRequests) == 1)
        {
            _pipeline.SendEndOfStream();
        }
        else
        {
            _abort.Cancel();
        }
    }

    private void SetProperty(string element, string property, string? value)
    {
        if (value is not null)
        {
            using GstElement found = _pipeline.GetElement(element);
            found[property] = value;
        }
    }
}
