using Cks.Core;

namespace Cks.Rbac.WebAssembly;

/// <summary>What can be wrong with the options.</summary>
internal static class CksPermissionsOptionsCheck
{
    private const string Where = "AddCksPermissions";

    /// <exception cref="CksConfigurationException">Something is.</exception>
    public static CksPermissionsOptions Checked(CksPermissionsOptions options)
    {
        if (options.Address is null || (options.Address.IsAbsoluteUri && options.Address.Scheme is not ("https" or "http")))
            throw new CksConfigurationException(CksCodes.InvalidSetting, Where, "Address is no address of a server.", "Name the path of MapCksPermissions, such as api/me/permissions.");
        CheckRange(nameof(options.RefreshAfter), options.RefreshAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckRange(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckRange(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        CheckRange(nameof(options.MaxBytes), options.MaxBytes, 1024, 4 * 1024 * 1024);
        return options;
    }

    private static void CheckRange<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new CksConfigurationException(CksCodes.InvalidSetting, Where, $"{name} is {value}.", $"Use {least} to {most}.");
    }
}
