// The photo as it will be cut, a square around its middle, shown before it is sent.
const field = document.querySelector('input[type=file][name=photo]')
const canvas = document.querySelector('[data-crop-preview]')
const shown = document.querySelector('[data-crop-shown]')

async function preview () {
  const file = field.files[0]
  const picture = file && await createImageBitmap(file).catch(() => null)
  canvas.hidden = !picture
  shown.hidden = Boolean(picture)
  if (!picture) return
  const side = Math.min(picture.width, picture.height)
  const pen = canvas.getContext('2d')
  pen.clearRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
}

if (field && canvas && shown) {
  field.addEventListener('change', preview)
  preview()
}
