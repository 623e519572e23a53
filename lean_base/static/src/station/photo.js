const MAX_SIDE = 1280;
const QUALITY = 0.8;

/**
 * A photo small enough to wait for the connection.
 *
 * @param {Blob} file an image the camera took
 * @returns {Promise<string>} JPEG as base64
 */
export async function shrinkPhoto(file) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
}
