namespace AudioGain;

/// <summary>How loud the samples are, block by block.</summary>
internal sealed class Meter
{
    private const int Block = 512;
    private int _inBlock;
    private int _peakOfBlock;
    private int _shownAt;

    /// <summary>The loudest sample of each block, 0 to 32,768.</summary>
    internal List<int> Peaks { get; } = [];

    internal long Count { get; private set; }

    internal long AtLimit { get; private set; }

    internal double PeakInDecibels => Decibels(Peaks.Append(_peakOfBlock).Max());

    /// <summary>Every eightieth block.</summary>
    internal bool ShallBeShown
    {
        get
        {
            bool shall = Peaks.Count >= _shownAt + 80;
            _shownAt = shall ? Peaks.Count : _shownAt;
            return shall;
        }
    }

    /// <summary>The last block's peak: a mark for each 2 dB above -60.</summary>
    internal string Bar => $"{Decibels(Peaks[^1]),6:0.0} dB {new string('#', (int)Math.Max(0, (Decibels(Peaks[^1]) + 60) / 2))}";

    internal void Add(ReadOnlySpan<short> samples)
    {
        Count += samples.Length;
        foreach (short sample in samples)
        {
            int loud = Math.Abs((int)sample);
            AtLimit += loud >= short.MaxValue ? 1 : 0;
            _peakOfBlock = Math.Max(_peakOfBlock, loud);
            if (++_inBlock == Block)
            {
                Peaks.Add(_peakOfBlock);
                (_inBlock, _peakOfBlock) = (0, 0);
            }
        }
    }

    private static double Decibels(int peak) => 20 * Math.Log10(Math.Max(peak, 1) / 32768.0);
}
