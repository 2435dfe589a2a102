using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cks.Core;

namespace Cks.Storage;

/// <summary>A notice as one text, <c>topic length-of-version version key</c>: 4,000 bytes at most, where PostgreSQL takes 7,999.</summary>
internal static class NoticeText
{
    private const char Space = ' ';

    public static string Write(ChangeNotice notice) =>
        StorageText.Encode(string.Create(CultureInfo.InvariantCulture, $"{notice.Topic}{Space}{notice.Version.Length}{Space}{notice.Version}{notice.Key}"));

    /// <summary>Anybody who may log on can send anything: what is no notice is none, and never an exception.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out ChangeNotice? notice)
    {
        notice = null;
        try
        {
            var parts = StorageText.Decode(text).Split(Space, 3);
            if (parts.Length < 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > parts[2].Length)
                return false;
            var (version, key) = (parts[2][..length], parts[2][length..]);
            notice = key.Length == 0 ? ChangeNotice.Resynchronize(parts[0]) : new(parts[0], key, version);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
