using System.Collections.Concurrent;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// GStreamer's debug log as all bridges share it: one function in C's list, the categories, and the thresholds, which are raised to
/// what the bridges need and put back to what they would be without them.
/// </summary>
/// <remarks>
/// <para>Our function stays in C's list once it is there: up to GStreamer 1.24 C frees an entry that another thread may be about to
/// call. Without a bridge it returns at once, and C only calls it for lines that it writes anyway.</para>
/// <para>Thresholds are set category by category, and through the default threshold for those to come. C's list of patterns is left
/// alone, because nobody can read it, and what is taken out of it by its pattern takes that of <c>GST_DEBUG</c> with it. A category
/// that comes while there are bridges begins with the highest that any of them needs, and gets its own with its first line.</para>
/// </remarks>
internal static unsafe partial class DebugLog
{
    /// <summary>The category to which C writes that a pattern was found for a new category.</summary>
    private const string OfTheLogItself = "GST_DEBUG";

    /// <summary>Nothing was set for a category that was just met.</summary>
    private const int NotYet = -1;

    private static readonly int* s_highestLevel = NativeLibraries.TryGetExport(NativeLibraries.Gst, "_gst_debug_min", out nint variable) ? (int*)variable : null;
    private static readonly Lock s_gate = new();
    private static readonly ConcurrentDictionary<nint, LoggedCategory> s_categories = new();
    private static volatile GstLogBridge[] s_bridges = [];
    private static volatile int s_version;
    private static volatile bool s_prints;
    private static uint s_printers;
    private static bool s_listens;
    private static bool s_wasSilent;
    private static bool s_watches;
    private static bool s_hasPatterns;
    private static int s_baseDefault;
    private static volatile int s_default;

    /// <summary>No line above this is written, whatever its category says: what C's macros look at first. <c>gst_debug_is_active</c> tells of something else.</summary>
    internal static int HighestLevel => s_highestLevel is null ? DebugThresholds.Highest : Volatile.Read(ref *s_highestLevel);

    internal static void Add(GstLogBridge bridge)
    {
        lock (s_gate)
        {
            if (s_bridges.Length == 0)
            {
                Remember();
                TakePrinting();
            }

            s_bridges = [.. s_bridges, bridge];
            Raise();
            GLibLog.Follow(s_bridges);
        }
    }

    internal static void Remove(GstLogBridge bridge)
    {
        lock (s_gate)
        {
            if (!s_bridges.Contains(bridge))
            {
                return;
            }

            s_bridges = [.. s_bridges.Where(b => b != bridge)];
            GLibLog.Follow(s_bridges);
            if (s_bridges.Length > 0)
            {
                Raise();
                return;
            }

            PutBack();
            GivePrintingBack();
        }
    }

    /// <summary>Changes what a bridge wants.</summary>
    internal static void Change(Action change)
    {
        lock (s_gate)
        {
            change();
            if (s_bridges.Length > 0)
            {
                Raise();
            }
        }
    }

    /// <summary>Changes thresholds for everybody: below what the bridges have raised.</summary>
    internal static void ChangeBase(Action change, bool patterns = false)
    {
        lock (s_gate)
        {
            s_hasPatterns |= patterns;
            bool raised = s_bridges.Length > 0;
            if (raised)
            {
                PutBack();
            }

            try
            {
                change();
            }
            finally
            {
                if (raised)
                {
                    Remember();
                    Raise();
                }
            }
        }
    }

    /// <summary>The threshold that one category has when there is no bridge.</summary>
    internal static void SetBase(nint pointer, GstDebugLevel level)
    {
        lock (s_gate)
        {
            if (s_bridges.Length == 0)
            {
                Set(pointer, (int)level);
                return;
            }

            LoggedCategory category = s_categories.TryGetValue(pointer, out LoggedCategory? known) ? known : Meet(pointer);
            category.Base = (int)level;
            category.IsLate = false;
            Apply(pointer, category, s_bridges);
        }
    }

    /// <summary>All categories there are (<c>gst_debug_get_all_categories</c>).</summary>
    internal static List<nint> All()
    {
        List<nint> all = [];
        GSList* list = LibGst.gst_debug_get_all_categories();
        for (GSList* item = list; item is not null; item = item->next)
        {
            all.Add((nint)item->data);
        }

        LibGLib.g_slist_free(list);
        return all;
    }

    /// <summary>Ends what is still there, so that the last lines are written and C calls nobody who is gone.</summary>
    internal static void EndAll()
    {
        foreach (GstLogBridge bridge in s_bridges)
        {
            bridge.Dispose();
        }
    }

    private static void Remember()
    {
        s_baseDefault = s_default = (int)LibGst.gst_debug_get_default_threshold();
        s_wasSilent = HighestLevel == 0;
        s_watches = s_hasPatterns || Environment.GetEnvironmentVariable("GST_DEBUG")?.Contains(':', StringComparison.Ordinal) == true;
        foreach (nint pointer in All())
        {
            LoggedCategory category = s_categories.GetOrAdd(pointer, Name);
            category.Base = category.Applied = Threshold(pointer);
            category.IsLate = false;
            s_watches |= category.Base != s_baseDefault;
        }
    }

    private static void Raise()
    {
        GstLogBridge[] bridges = s_bridges;
        int highest = s_baseDefault;
        foreach (GstLogBridge bridge in bridges)
        {
            highest = Math.Max(highest, bridge.HighestOfAll);
        }

        foreach (nint pointer in All())
        {
            if (s_categories.TryGetValue(pointer, out LoggedCategory? known) && known.Applied != NotYet && known.Applied != Threshold(pointer))
            {
                known.Base = known.Applied = Threshold(pointer); // somebody else's
                known.IsLate = false;
            }
        }

        if (highest != s_default)
        {
            SetDefault(highest);
        }

        s_version++;
        foreach (nint pointer in All())
        {
            Apply(pointer, s_categories.TryGetValue(pointer, out LoggedCategory? known) ? known : Meet(pointer), bridges);
        }
    }

    private static void Apply(nint pointer, LoggedCategory category, GstLogBridge[] bridges)
    {
        int level = category.Base;
        foreach (GstLogBridge bridge in bridges)
        {
            level = Math.Max(level, bridge.LevelFor(category));
        }

        if (s_watches && category.Name == OfTheLogItself)
        {
            level = Math.Max(level, (int)GstDebugLevel.Log);
        }

        Set(pointer, level);
        category.Applied = level;
    }

    /// <summary>C sets all categories anew by it.</summary>
    private static void SetDefault(int level)
    {
        s_default = level;
        t_raises = true;
        LibGst.gst_debug_set_default_threshold((Native.GstDebugLevel)level);
        t_raises = false;
    }

    private static void PutBack()
    {
        List<nint> all = All();
        int[] current = [.. all.Select(Threshold)];
        if ((int)LibGst.gst_debug_get_default_threshold() == s_default && s_default != s_baseDefault)
        {
            SetDefault(s_baseDefault);
        }

        s_default = s_baseDefault;
        s_version++;
        bool silent = s_baseDefault == 0;
        for (int i = 0; i < all.Count; i++)
        {
            LoggedCategory? category = s_categories.GetValueOrDefault(all[i]);
            if (category is not null && category.Applied != NotYet && current[i] != category.Applied)
            {
                Set(all[i], current[i]); // somebody else's
            }
            else if (category is { IsLate: false })
            {
                Set(all[i], category.Base);
            }
            else
            {
                LibGst.gst_debug_category_reset_threshold((Native.GstDebugCategory*)all[i]);
            }

            silent &= Threshold(all[i]) == 0;
        }

        if (silent && s_wasSilent)
        {
            LibGst.gst_debug_set_active(0); // nobody has to look at thresholds any more
        }
    }

    private static void Set(nint pointer, int level)
    {
        if (Threshold(pointer) != level)
        {
            LibGst.gst_debug_category_set_threshold((Native.GstDebugCategory*)pointer, (Native.GstDebugLevel)level);
        }
    }

    /// <summary>
    /// C's own printing would print every line for which a bridge has raised a threshold. It is taken out of the list, and done
    /// by our function for the lines that are its own. Where it writes to a file, only C knows which; there it stays.
    /// </summary>
    private static void TakePrinting()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GST_DEBUG_FILE")))
        {
            s_printers = LibGst.gst_debug_remove_log_function(null);
            s_prints = s_printers > 0;
        }

        if (!s_listens)
        {
            s_listens = true;
            LibGst.gst_debug_add_log_function(&OnLine, null, null);
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
        }
    }

    private static void GivePrintingBack()
    {
        s_prints = false;
        for (; s_printers > 0; s_printers--)
        {
            LibGst.gst_debug_add_log_function(null, null, null);
        }
    }

    private static int Threshold(nint pointer) => Volatile.Read(ref ((Native.GstDebugCategory*)pointer)->threshold);

    private static LoggedCategory Name(nint pointer)
    {
        string name = NativeText.Read(((Native.GstDebugCategory*)pointer)->name) ?? "";
        return new LoggedCategory(name, "GStreamer." + name);
    }
}
