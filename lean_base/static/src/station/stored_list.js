/**
 * A list of plain objects kept in the browser's storage. It is read anew before each
 * change, so that two tabs of one station do not overwrite each other; where the
 * browser refuses to store, it lives as long as the page.
 */
export class StoredList {
    /**
     * @param {Storage} storage
     * @param {string} key
     */
    constructor(storage, key) {
        this.storage = storage;
        this.key = key;
        this.fallback = [];
        this.isStored = true;
    }

    read() {
        if (!this.isStored) {
            return this.fallback;
        }
        try {
            const list = JSON.parse(this.storage.getItem(this.key) || "[]");
            return Array.isArray(list) ? list : [];
        } catch {
            return [];
        }
    }

    write(list) {
        this.fallback = list;
        try {
            this.storage.setItem(this.key, JSON.stringify(list));
            this.isStored = true;
        } catch {
            this.isStored = false;
        }
        return list;
    }
}
