namespace Cks.Rbac.AspNetCore;

/// <summary>Loads the resource that an endpoint with <c>OnResource</c> is about; registered with <c>AddCksResource</c>.</summary>
/// <typeparam name="T">The type that <c>MapResource</c> maps, whole: what a viewer is shown of it is cut elsewhere.</typeparam>
public interface IResourceLoader<T>
    where T : class
{
    /// <summary>
    /// The resource within the subject's scope, by one read that asks for both at once; <see langword="null"/> when it is absent or outside, which must be the same read and so the same answer (S28).
    /// </summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="key">The value of the route as it was sent: unchecked text.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    /// <exception cref="Exception">It cannot be read; never a reason to answer <see langword="null"/>.</exception>
    ValueTask<T?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default);
}
