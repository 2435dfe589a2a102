using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// A moment as Cks.QueryBuilder writes it on SQLite: text that is ordered as the moments are. For properties that both read, and because SQLite's provider does not compare a <see cref="DateTimeOffset"/> otherwise:
/// <c>configuration.Properties&lt;DateTimeOffset&gt;().HaveConversion&lt;InstantText&gt;()</c>.
/// </summary>
public sealed class InstantText() : ValueConverter<DateTimeOffset, string>(
    moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
    text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
